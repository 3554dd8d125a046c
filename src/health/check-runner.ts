/**
 * Runs one check so that it can hurt nobody: within its time, not more often than its cache allows, once for all probes
 * that ask at the same moment, and not again while an earlier run still hangs.
 */
import type { Clock } from '../kernel/index.js';
import { failureOf, resultOf } from './check-result.js';
import type { CheckOutcome, CheckResult, HealthCheck } from './health-check.js';

export interface CheckLimits {
  readonly timeoutMs: number;
  readonly cacheMs: number;
}

export class CheckRunner {
  /** The newest outcome; undefined before the first run is over. */
  last: CheckOutcome | undefined;
  /** Reading of the clock when that was known. */
  lastAtMs = 0;
  private shared: Promise<CheckOutcome> | undefined;
  private runningSinceMs: number | undefined;

  constructor(
    readonly check: HealthCheck,
    private readonly limits: CheckLimits,
    private readonly clock: Clock,
  ) {}

  /** Never rejects. */
  run(): Promise<CheckOutcome> {
    if (this.shared !== undefined) return this.shared;
    if (this.last !== undefined && this.isFresh()) return Promise.resolve(this.last);
    this.shared = this.runOnce().finally(() => (this.shared = undefined));
    return this.shared;
  }

  private isFresh(): boolean {
    return this.clock.now() - this.lastAtMs < (this.check.cacheMs ?? this.limits.cacheMs);
  }

  private async runOnce(): Promise<CheckOutcome> {
    const isHanging = this.runningSinceMs !== undefined;
    const startedAtMs = this.runningSinceMs ?? this.clock.now();
    const result = isHanging ? STILL_HANGING : await this.withinTime();
    this.lastAtMs = this.clock.now();
    this.last = this.outcomeOf(result, this.lastAtMs - startedAtMs);
    return this.last;
  }

  private outcomeOf({ status, details }: CheckResult, durationMs: number): CheckOutcome {
    const isUp = status !== 'fail';
    return { status: !isUp && this.check.isOptional === true ? 'degraded' : status, isUp, details, durationMs };
  }

  private async withinTime(): Promise<CheckResult> {
    const timeoutMs = this.check.timeoutMs ?? this.limits.timeoutMs;
    const abort = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const timeIsUp = new Promise<CheckResult>((resolve) => {
      timer = setTimeout(() => {
        resolve(failure(`no answer within ${timeoutMs} ms`));
        abort.abort();
      }, timeoutMs).unref();
    });
    const result = await Promise.race([this.work(abort.signal), timeIsUp]);
    clearTimeout(timer);
    return result;
  }

  private async work(signal: AbortSignal): Promise<CheckResult> {
    this.runningSinceMs = this.clock.now();
    try {
      return resultOf(await this.check.check(signal));
    } catch (error) {
      return failureOf(error);
    } finally {
      this.runningSinceMs = undefined;
    }
  }
}

function failure(message: string): CheckResult {
  return { status: 'fail', details: { message } };
}

const STILL_HANGING = failure('an earlier run still hangs; not started again');
