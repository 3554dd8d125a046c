/** The same application several times: once without the module, and once for each way of having it. */
import { setTimeout as delay } from 'node:timers/promises';
import { exchangeHttp2 } from '../client/http2-exchange.js';
import { exchangeRaw, type RawAnswer } from '../client/raw-exchange.js';
import type { Step } from '../steps/index.js';
import type { TwinAnswer, TwinCommand, TwinPorts } from './messages.js';
import { Twin } from './twin.js';
import type { VariantName } from './variants.js';

/** What one twin did. */
export interface Deed {
  readonly variant: VariantName;
  /** What came over the line; empty where nothing was asked over it. */
  readonly answer: RawAnswer;
  readonly journal: readonly string[];
}

const LATE_MS = 5_000;
const SILENCE_MS = 200;

const NOTHING: RawAnswer = { text: '', end: 'content' };

export class Twins {
  private twins: readonly Twin[];
  private ports: readonly TwinPorts[] = [];

  /** @param variants the first is what the others are compared with */
  constructor(
    readonly variants: readonly VariantName[],
    private readonly endpoint: string,
  ) {
    this.twins = this.fork();
  }

  /** What was written down until all had started, or did not. */
  async start(command: TwinCommand): Promise<readonly Deed[]> {
    const answers = await this.askAll(command);
    this.ports = answers.map(({ ports }) => ports!);
    return this.deedsOf(answers);
  }

  get areRunning(): boolean {
    return this.ports.every((ports) => ports !== undefined);
  }

  async take(step: Step): Promise<readonly Deed[]> {
    const told = await Promise.all(this.ports.map((ports) => exchange(step, ports)));
    const journals = await (leavesByItself(step) ? this.lateJournals() : this.askAll({ ask: 'journal' }));
    return this.deedsOf(journals, told);
  }

  /** Who leaves without an answer does not know when it is heard: until all have written the same, and for a while nothing more. */
  private async lateJournals(): Promise<readonly TwinAnswer[]> {
    const deadlineMs = performance.now() + LATE_MS;
    let written = await this.askAll({ ask: 'journal' });
    for (let isNew = true; (isNew || !areAlike(written)) && performance.now() < deadlineMs;) {
      await delay(SILENCE_MS);
      const later = await this.askAll({ ask: 'journal' });
      isNew = later.some(({ journal }) => journal.length > 0);
      written = written.map((answer, at) => ({ ...answer, journal: [...answer.journal, ...later[at]!.journal] }));
    }
    return written;
  }

  /** Of one twin after the other, from the first byte sent to the end, in milliseconds. */
  async timesOf(step: Step): Promise<readonly number[]> {
    const times: number[] = [];
    for (const ports of this.ports) {
      const startedAtMs = performance.now();
      await exchange(step, ports);
      times.push(performance.now() - startedAtMs);
    }
    return times;
  }

  async stop(): Promise<readonly Deed[]> {
    return this.deedsOf(await this.askAll({ ask: 'stop' }));
  }

  /** After one of them has gone astray, or has had many applications. */
  async renew(): Promise<void> {
    await this.end();
    this.twins = this.fork();
  }

  async end(): Promise<void> {
    await Promise.all(this.twins.map((twin) => twin.end()));
  }

  private fork(): readonly Twin[] {
    return this.variants.map((variant) => new Twin({ variant, endpoint: this.endpoint }));
  }

  private askAll(command: TwinCommand): Promise<readonly TwinAnswer[]> {
    return Promise.all(this.twins.map((twin) => twin.ask(command)));
  }

  private deedsOf(answers: readonly TwinAnswer[], told: readonly RawAnswer[] = []): readonly Deed[] {
    return answers.map(({ failure, journal }, index) => ({
      variant: this.variants[index]!,
      answer: told[index] ?? (failure === undefined ? NOTHING : { ...NOTHING, text: failure }),
      journal,
    }));
  }
}

function leavesByItself(step: Step): boolean {
  return step.by !== 'http2' && step.script.leavesAfterMs !== undefined;
}

function areAlike(answers: readonly TwinAnswer[]): boolean {
  return new Set(answers.map(({ journal }) => journal.join('\n'))).size === 1;
}

function exchange(step: Step, { port, messagePort }: TwinPorts): Promise<RawAnswer> {
  if (step.by === 'http2') return exchangeHttp2(port, step.request);
  return exchangeRaw(step.by === 'messages' ? messagePort! : port, step.script);
}
