/**
 * What every source of operations has to hold, whatever it observes: one start, one end, the right outcome, and nothing left
 * open at shutdown. A source's own test gives the application and the acts; see `test/contracts/*.spec.ts`.
 */
import type { OperationKind, OperationPipeline, Outcome } from 'nestjs-observability';
import type { TelemetryRecorder } from 'nestjs-observability/testing';

/** A real application with the source in use, and what can be done to it. */
export interface SourceSubject {
  readonly recorder: TelemetryRecorder;
  readonly pipeline: OperationPipeline;
  /** Does one piece of work; resolves when whoever asked for it has the answer. */
  act(how: Act): Promise<unknown>;
  /** Begins work that lasts until `release` is called; resolves once it is under way. */
  begin(): Promise<{ release(): void }>;
  close(): Promise<void>;
}

/** `abort`: whoever asked goes away. `timeout`: whoever asked, or an interceptor, stops waiting. */
export type Act = 'success' | 'error' | 'abort' | 'timeout';

export interface SourceContract {
  readonly kind: OperationKind;
  readonly start: () => Promise<SourceSubject>;
  /** Outcomes of this kind; where an act cannot happen to it, the reason in a sentence. */
  readonly outcomes: Readonly<Record<Act, Outcome | { readonly impossible: string }>>;
  /** The outcome of work that was under way when the application was closed. */
  readonly shutdown: Outcome;
}

export function describeSource(title: string, { kind, start, outcomes, shutdown }: SourceContract): void {
  describe(title, () => {
    let subject: SourceSubject;
    beforeEach(async () => (subject = await start()));
    afterEach(() => subject.close());

    const startedOf = () => subject.recorder.started.filter((started) => started.startsWith(`${kind} `));
    const endedOf = () => subject.recorder.operations.filter((operation) => operation.kind === kind);

    for (const [act, outcome] of Object.entries(outcomes)) {
      if (typeof outcome !== 'string') continue;
      it(`starts once and ends once as ${outcome} on ${act}`, async () => {
        await subject.act(act as Act).catch(() => undefined);
        await subject.recorder.waitFor(() => endedOf().length > 0);
        // Whatever else were to come would come by now.
        await new Promise((resolve) => setTimeout(resolve, 50));

        expect(startedOf()).toHaveLength(1);
        expect(endedOf().map((operation) => operation.outcome)).toEqual([outcome]);
        expect(subject.pipeline.active).toBe(0);
      });
    }

    it(`leaves nothing open at shutdown: what was under way ends as ${shutdown}`, async () => {
      const { release } = await subject.begin();

      const closed = subject.close();
      release();
      await closed;
      await subject.recorder.waitFor(() => endedOf().length > 0);

      expect(startedOf()).toHaveLength(1);
      expect(endedOf().map(({ outcome }) => outcome)).toEqual([shutdown]);
      expect(subject.pipeline.active).toBe(0);
    });
  });
}
