/** Every entrance of the library × every hostile value, inside requests on both platforms; and what is thrown, taken and given back. */
import type { Trial } from '../../harness/trial.js';
import type { Boundary } from '../boundary.js';
import { hostileValues } from '../hostile-values.js';
import { shuffled } from '../shuffled.js';
import { platforms, Subject, type Platform } from '../subject/subject.js';
import type { UnhandledErrors } from '../subject/unhandled.js';
import { uses } from './uses.js';
import { USED, valueControllers } from './value-routes.js';

const ATTACK_CLASS = 'faults.values';

const routes: Boundary = {
  name: 'values',
  covers: [],
  healthy: () => undefined,
  install: () => ({ controllers: valueControllers }),
  counted: /^$/,
  countedKinds: [],
};

interface Attempt {
  readonly path: string;
  readonly title: string;
  /** Tried whatever the time. */
  readonly isMust?: boolean;
}

export async function tryValues(trial: Trial, unhandled: UnhandledErrors, share: number): Promise<void> {
  for (const [index, platform] of platforms.entries()) {
    const subject = await Subject.start({ platform, boundaries: [routes], observability: OPTIONS });
    const bare = await Subject.start({ platform, boundaries: [routes], isBare: true });
    const values = new ValueTrial(trial, unhandled, platform, subject);
    for (const attempt of thrown) await values.expectSame(attempt, bare);
    for (const attempt of shuffled(used, trial.seed + index))
      if (attempt.isMust === true || trial.hasTime(share)) await values.expectUsed(attempt);
    await bare.close();
    await subject.close();
  }
}

const OPTIONS = {
  environment: 'development',
  traces: { sampleRatio: 1 },
  logs: { destination: { write: () => true } },
  capture: { rules: [{ when: 'failed' as const }] },
  shutdown: { flushTimeoutMs: 200 },
};

const thrown = hostileValues.map(({ name }, index): Attempt => ({
  path: `/thrown/${index}`,
  title: `thrown: ${name}`,
}));

/** Throws at whatever it is asked. */
const WORST = 'a revoked proxy';

const used = hostileValues.flatMap(({ name }, index): readonly Attempt[] => [
  { path: `/taken/${index}`, title: `taken and given back: ${name}` },
  { path: `/caught/${index}`, title: `thrown and caught: ${name}` },
  ...Object.keys(uses).map((use) => {
    const path = `/use/${encodeURIComponent(use)}/${index}`;
    return { path, title: `${use}: ${name}`, isMust: name === WORST };
  }),
]);

class ValueTrial {
  constructor(
    private readonly trial: Trial,
    private readonly unhandled: UnhandledErrors,
    private readonly platform: Platform,
    private readonly subject: Subject,
  ) {}

  async expectUsed({ path, title }: Attempt): Promise<void> {
    const { status, body } = await this.subject.ask(path);
    this.judge(title, status === 200 && body === USED ? [] : [`answered ${status} ${body.slice(0, 300)}`]);
  }

  async expectSame({ path, title }: Attempt, bare: Subject): Promise<void> {
    const [observed, alone] = await Promise.all([this.subject.ask(path), bare.ask(path)]);
    const [actual, expected] = [JSON.stringify(observed), JSON.stringify(alone)];
    this.judge(title, actual === expected ? [] : [`answered ${actual} instead of ${expected}`]);
  }

  private judge(title: string, suffered: readonly string[]): void {
    const all = [...suffered, ...new Set(this.unhandled.take())];
    const fact = `${title} on ${this.platform}: ${all.join('; ')}`;
    this.trial.expect(ATTACK_CLASS, all.length === 0, fact, `--seed ${this.trial.seed}`);
  }
}
