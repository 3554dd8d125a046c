/** The words of this room: what a check is, and what is known after it ran. */

/** `degraded` is worth knowing and keeps the traffic coming; `fail` makes the process not ready. */
export type HealthStatus = 'ok' | 'degraded' | 'fail';

/** `startup` checks have to be ok once before the process counts as started; `readiness` checks at every probe. */
export type HealthCheckKind = 'readiness' | 'startup';

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

export interface HealthCheck extends HealthCheckOptions {
  /** Unique in the application; a label value of `health_check_up`. */
  readonly name: string;
  /**
   * Fine: nothing, `true`, or an indicator result of Terminus with `status: 'up'`. Not fine: a throw, `false`, or `down`.
   * The signal is aborted when the time is up.
   * @see https://docs.nestjs.com/recipes/terminus
   */
  check(signal: AbortSignal): unknown;
  /** Releases what the check holds; called when it is unregistered and when the application stops. */
  dispose?(): void;
}

export type CheckDetails = Readonly<Record<string, unknown>>;

export interface CheckResult {
  readonly status: HealthStatus;
  /** Figures and causes, as the check gave them. */
  readonly details: CheckDetails;
}

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
