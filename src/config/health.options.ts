/** Types of the options of health and of the end of the process. */
import type { AlertName, AlertRuleOptions } from './alert.options.js';

/** Probes and checks. */
export interface HealthOptions {
  /** @default true */
  enabled?: boolean;
  /** Base path; `/live`, `/ready` and `/startup` hang below it. @default '/health' */
  path?: string;
  /** Show causes and details of checks to everybody. @default true outside production */
  details?: boolean;
  /** Time one check may take, in milliseconds. @default 1000 */
  timeoutMs?: number;
  /** A result is reused for this long, in milliseconds. @default 1000 */
  cacheMs?: number;
  /** Event-loop delay (p99) above which the process is degraded, in milliseconds; 0 is off. @default 0 */
  maxEventLoopDelayMs?: number;
  /** Resident memory above which the process is degraded, as a share of its limit; 0 is off. @default 0 */
  maxMemoryRatio?: number;
  /** Free disk space, in bytes, under which a path fails: `{ '/data': 1_000_000_000 }`. @default {} */
  minDiskFreeBytes?: Readonly<Record<string, number>>;
  /** Dependencies that answer HTTP: `{ payments: 'http://payments/health' }`. @default {} */
  httpChecks?: Readonly<Record<string, string>>;
  /** Databases, Redis, brokers and microservice clients found among the application's providers join readiness. @default false */
  dependencies?: boolean;
}

/** Generated alerts: thresholds, and where they link to. */
export interface AlertOptions {
  /** By name of the alert; `false` leaves it out. Usual numbers: `alertDefaults`. @default {} */
  rules?: { readonly [Name in AlertName]?: AlertRuleOptions | false };
  /** Put before `HighErrorRate.md`. @default 'runbooks/' */
  runbookBaseUrl?: string;
  /** Put before `/d/<uid>`: where Grafana is. Without it a path on the same host. */
  grafanaUrl?: string;
}

/** How long a stopping process takes. */
export interface ShutdownOptions {
  /**
   * How long a stopping process keeps answering after readiness turned false, in milliseconds.
   * Make it longer than the load balancer's probe interval times its failure threshold.
   * @default 0 in development and test, 5000 in production @env OBSERVABILITY_SHUTDOWN_DRAIN_TIMEOUT_MS
   */
  drainTimeoutMs?: number;
  /** Time the last flush may take, in milliseconds. @default 5000 */
  flushTimeoutMs?: number;
}
