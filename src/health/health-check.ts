/** The words of this room: what a check is, and what is known after it ran. */

/**
 * How a check, or all of them, are.
 * `degraded` is worth knowing and keeps the traffic coming; `fail` makes the process not ready.
 *
 * @example
 * ```ts
 * const httpStatus: Record<HealthStatus, number> = { ok: 200, degraded: 200, fail: 503 };
 * ```
 */
export type HealthStatus = 'ok' | 'degraded' | 'fail';

/**
 * When a check counts.
 * `startup` checks have to be ok once before the process counts as started; `readiness` checks at every probe.
 *
 * @example
 * ```ts
 * const kind: HealthCheckKind = 'startup';
 *
 * app.get(HealthRegistry).register({ name: 'catalogue', kind, check: () => catalogue.isLoaded });
 * ```
 */
export type HealthCheckKind = 'readiness' | 'startup';

/**
 * When a check counts, and how long it may take.
 *
 * @example
 * ```ts
 * const patient: HealthCheckOptions = { isOptional: true, timeoutMs: 3_000, cacheMs: 10_000 };
 *
 * app.get(HealthRegistry).register(redisCheck('cache', redis, patient));
 * ```
 */
export interface HealthCheckOptions {
  /** @default 'readiness' */
  readonly kind?: HealthCheckKind;
  /** A failure degrades and never makes the process not ready. @default false */
  readonly isOptional?: boolean;
  /** Time one run may take, in milliseconds. @default health.timeoutMs */
  readonly timeoutMs?: number;
  /** A result is reused for this long, in milliseconds. @default health.cacheMs */
  readonly cacheMs?: number;
}

/**
 * A check as it is registered: its name, when it counts, and what it does.
 *
 * @example
 * ```ts
 * const disk: HealthCheck = {
 *   name: 'disk',
 *   isOptional: true,
 *   check: () => ({ disk: { status: 'up', freeBytes: 1_048_576 } }),
 * };
 *
 * app.get(HealthRegistry).register(disk);
 * ```
 */
export interface HealthCheck extends HealthCheckOptions {
  /** Unique in the application; a label value of `health_check_up`. */
  readonly name: string;
  /**
   * Fine: nothing, `true`, `{ status: 'up' }`, or an indicator result of Terminus that is up. Not fine: a throw, `false`, or `down`.
   * The signal is aborted when the time is up.
   * @see https://docs.nestjs.com/recipes/terminus
   */
  check(signal: AbortSignal): unknown;
  /** Releases what the check holds; called when it is unregistered and when the application stops. */
  dispose?(): void;
}

/**
 * Figures and causes that a check tells.
 *
 * @example
 * ```ts
 * const details: CheckDetails = { freeBytes: 1_048_576, path: '/var/lib/orders' };
 * ```
 */
export type CheckDetails = Readonly<Record<string, unknown>>;

/** What one run of a check has found. */
export interface CheckResult {
  readonly status: HealthStatus;
  /** Figures and causes, as the check gave them. */
  readonly details: CheckDetails;
}

/**
 * How the last run of a check went.
 *
 * @example
 * ```ts
 * const words = ({ isUp, durationMs }: CheckOutcome): string => `${isUp ? 'up' : 'down'} after ${durationMs} ms`;
 * ```
 */
export interface CheckOutcome extends CheckResult {
  /** Whether the dependency itself answered well: false also for an optional one, which only degrades. */
  readonly isUp: boolean;
  readonly durationMs: number;
}

/** A check, and what is known of it from its last run. */
export interface KnownCheck {
  readonly name: string;
  readonly kind: HealthCheckKind;
  readonly isOptional: boolean;
  /** Undefined before its first run is over, and so is its time: a reading of the clock. */
  readonly last: CheckOutcome | undefined;
  readonly lastAtMs: number | undefined;
}

/**
 * What the checks of one kind say together.
 *
 * @example
 * ```ts
 * const failing = ({ checks }: HealthReport): string[] =>
 *   [...checks].filter(([, { isUp }]) => !isUp).map(([name]) => name);
 *
 * failing(await app.get(HealthRegistry).report());
 * ```
 */
export interface HealthReport {
  /** The worst of all. */
  readonly status: HealthStatus;
  /** By name, in the order of registration. */
  readonly checks: ReadonlyMap<string, CheckOutcome>;
}

export function reportOf(checks: ReadonlyMap<string, CheckOutcome>): HealthReport {
  return { status: worstOf([...checks.values()].map(({ status }) => status)), checks };
}

const FROM_BEST_TO_WORST: readonly HealthStatus[] = ['ok', 'degraded', 'fail'];

export function worstOf(statuses: readonly HealthStatus[]): HealthStatus {
  return FROM_BEST_TO_WORST.findLast((status) => statuses.includes(status)) ?? 'ok';
}
