/**
 * What every source of operations has to hold, whatever it observes: one start, one end, the right outcome, and nothing left
 * open at shutdown. A source's own test gives the application and the acts.
 */
import { deepStrictEqual } from 'node:assert';
import { setTimeout } from 'node:timers/promises';
import type { OperationKind, OperationPipeline, Outcome } from '../../kernel/index.js';
import type { TelemetryRecorder } from '../telemetry-recorder.js';
import { testFunctions, type TestFunctions } from './test-functions.js';

/**
 * A real application with the source in use, and what can be done to it.
 *
 * @example
 * ```ts
 * const work = async (subject: SourceSubject): Promise<void> => {
 *   await subject.act('success');
 *   await subject.recorder.waitFor({ operation: { kind: 'queue.process' } });
 * };
 * ```
 */
export interface SourceSubject {
  readonly recorder: TelemetryRecorder;
  readonly pipeline: OperationPipeline;
  /** Does one piece of work; resolves when whoever asked for it has the answer. */
  act(how: Act): Promise<unknown>;
  /** Begins work that lasts until `release` is called; resolves once it is under way. */
  begin(): Promise<{ release(): void }>;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * What is done to a source in its contract.
 * `abort`: whoever asked goes away. `timeout`: whoever asked, or an interceptor, stops waiting.
 *
 * @example
 * ```ts
 * const acts: Act[] = ['success', 'error', 'abort', 'timeout'];
 * ```
 */
export type Act = 'success' | 'error' | 'abort' | 'timeout';

/**
 * What the suite of a source is told.
 *
 * @example
 * ```ts
 * const outcomes: SourceContract['outcomes'] = {
 *   success: 'ok',
 *   error: 'error',
 *   abort: 'canceled',
 *   timeout: { impossible: 'Nobody waits for a mail.' },
 * };
 * ```
 */
export interface SourceContract {
  readonly kind: OperationKind;
  /** Called anew for each test. */
  readonly start: () => Promise<SourceSubject>;
  /** Outcomes of this kind; where an act cannot happen to it, the reason in a sentence. */
  readonly outcomes: Readonly<Record<Act, Outcome | { readonly impossible: string }>>;
  /** The outcome of work that was under way when the application was closed. */
  readonly shutdown: Outcome;
  /** How long the end of work may take, in milliseconds. @default 3000 */
  readonly timeoutMs?: number;
}

/** Whatever else were to come would come within this time. */
const SETTLING_MS = 50;

/**
 * A suite that holds a source of operations to what every source has to hold.
 *
 * @param functions of the test runner. @default the global ones
 * @example
 * ```ts
 * const shutdown: Outcome = 'canceled';
 *
 * const check = (start: SourceContract['start']): void =>
 *   describeSource('jobs of the mailbox', {
 *     kind: 'queue.process',
 *     start,
 *     outcomes: { success: 'ok', error: 'error', abort: { impossible: 'Nobody waits for a mail.' }, timeout: 'canceled' },
 *     shutdown,
 *   });
 * ```
 */
export function describeSource(title: string, contract: SourceContract, functions?: TestFunctions): void {
  const { describe, it, beforeEach, afterEach } = testFunctions(functions);
  const { start, outcomes, shutdown } = contract;
  describe(title, () => {
    let subject: SourceSubject;
    beforeEach(async () => {
      subject = await start();
    });
    afterEach(() => subject.close());

    for (const [act, outcome] of Object.entries(outcomes)) {
      if (typeof outcome !== 'string') continue;
      it(`starts once and ends once as ${outcome} on ${act}`, async () => {
        await subject.act(act as Act).catch(() => undefined);
        await expectOne(subject, contract, outcome);
      });
    }

    it(`leaves nothing open at shutdown: what was under way ends as ${shutdown}`, async () => {
      const { release } = await subject.begin();

      const closed = subject.close();
      release();
      await closed;

      await expectOne(subject, contract, shutdown);
    });
  });
}

async function expectOne(
  { recorder, pipeline }: SourceSubject,
  { kind, timeoutMs = 3000 }: SourceContract,
  outcome: Outcome,
): Promise<void> {
  await recorder.waitFor({ operation: { kind } }, { timeoutMs });
  await setTimeout(SETTLING_MS);
  deepStrictEqual(
    {
      started: recorder.started.filter((started) => started.startsWith(`${kind} `)).length,
      outcomes: recorder.operations.filter((operation) => operation.kind === kind).map((ended) => ended.outcome),
      stillOpen: pipeline.active,
    },
    { started: 1, outcomes: [outcome], stillOpen: 0 },
  );
}
