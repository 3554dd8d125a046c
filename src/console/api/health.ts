/** `GET health`: what the probes would say now, every check, and how each went since the start. */
import type { HealthRegistry, KnownCheck, ReadinessState } from '../../health/index.js';
import type { Clock } from '../../kernel/index.js';
import type { Redactor } from '../../security/index.js';
import { stateOf, type HealthHistory } from '../recorder/health-history.js';
import type { ConsoleResource } from '../resource.js';
import type { CheckRow, HealthAnswer } from '../shapes/index.js';
import { unobserved } from '../unobserved.js';

export interface HealthSurroundings {
  readonly health: HealthRegistry;
  readonly readiness: ReadinessState;
  readonly history: HealthHistory;
  readonly clock: Clock;
  readonly redactor: Pick<Redactor, 'redactValue' | 'redactText'>;
  readonly startedAtMs: number;
}

/** So long the page waits for checks that are run; then it shows what is known. */
const PATIENCE_MS = 1_000;

export class HealthResource implements ConsoleResource {
  readonly name = 'health';

  constructor(private readonly surroundings: HealthSurroundings) {}

  async read(): Promise<Omit<HealthAnswer, 'version'>> {
    await this.lookAgain();
    const { health, clock, startedAtMs } = this.surroundings;
    return {
      nowMs: clock.toEpochMs(clock.now()),
      startedAtMs,
      live: { status: 'ok' },
      ready: this.ready(),
      startup: this.startup(),
      checks: health.checks().map((check) => this.rowOf(check)),
    };
  }

  /** As a probe would, and no more often than `health.cacheMs` allows; where nobody probes, nothing would be known. */
  private async lookAgain(): Promise<void> {
    const { health, readiness } = this.surroundings;
    // While it starts it looks by itself; when it stops, what dependencies say is no news.
    if (readiness.current.state !== 'ready') return;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise((resolve) => (timer = setTimeout(resolve, PATIENCE_MS).unref()));
    await Promise.race([unobserved(() => health.report()), patience]);
    clearTimeout(timer);
  }

  private ready(): HealthAnswer['ready'] {
    const { current } = this.surroundings.readiness;
    if (current.state !== 'ready') return { status: current.state, because: this.startup().waitingFor };
    const failing = [...this.surroundings.health.lastReport().checks].filter(([, { status }]) => status === 'fail');
    return { status: failing.length === 0 ? 'ready' : 'not ready', because: failing.map(([name]) => name) };
  }

  private startup(): HealthAnswer['startup'] {
    const { readiness } = this.surroundings;
    const { current } = readiness;
    const waitingFor = current.state === 'starting' ? current.waitingFor : [];
    return { status: readiness.hasStarted ? 'started' : 'starting', waitingFor };
  }

  private rowOf({ name, kind, isOptional, last, lastAtMs }: KnownCheck): CheckRow {
    const { clock, redactor, history } = this.surroundings;
    const { message, ...details } = last?.details ?? {};
    return {
      name,
      kind,
      state: stateOf(last?.status),
      isCritical: !isOptional,
      lastCheckedMs: lastAtMs === undefined ? null : clock.toEpochMs(lastAtMs),
      durationMs: last?.durationMs ?? null,
      message: typeof message === 'string' ? redactor.redactText(message) : null,
      details: redactor.redactValue(details) as CheckRow['details'],
      changes: history.of(name),
    };
  }
}
