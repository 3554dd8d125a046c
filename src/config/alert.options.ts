/** What a user may say about generated alerts, and what holds where nothing was said. */
import type { AlertOptions } from './observability.options.js';

/** What may be changed about a generated alert. */
export interface AlertRuleOptions {
  /** In the unit of the alert's `measure` in `alertDefaults`. */
  readonly threshold?: number;
  /** How long it has to last. */
  readonly forMinutes?: number;
}

/** `critical` pages somebody, `warning` is a ticket, `info` is worth a look. */
export type Severity = 'critical' | 'warning' | 'info';

/** When an alert fires. */
export interface AlertRule {
  readonly threshold: number;
  readonly forMinutes: number;
  readonly severity: Severity;
  /** What the threshold is compared with, and its unit. Undefined for what is either so or not. */
  readonly measure?: string;
  /** Nothing measured can be larger, so a threshold has to be smaller. */
  readonly largest?: number;
}

/** One row an alert. Alerts on what is either so or not have the threshold 0. */
export const alertDefaults = {
  HighErrorRate: {
    threshold: 0.05,
    forMinutes: 5,
    severity: 'critical',
    measure: 'share of requests answered with 5xx',
    largest: 1,
  },
  AIProviderErrors: {
    threshold: 0.1,
    forMinutes: 2,
    severity: 'warning',
    measure: 'failed calls of one provider per second',
  },
  HighAICosts: { threshold: 100, forMinutes: 0, severity: 'warning', measure: 'dollars in one hour' },
  SlowResponses: { threshold: 2, forMinutes: 5, severity: 'warning', measure: '95th percentile in seconds' },
  EventBacklog: { threshold: 1000, forMinutes: 5, severity: 'warning', measure: 'deliveries owed' },
  RateLimitSpike: { threshold: 10, forMinutes: 5, severity: 'info', measure: 'rejected calls per second' },
  ApplicationNotReady: { threshold: 0, forMinutes: 2, severity: 'critical' },
  InstanceNotReady: { threshold: 0, forMinutes: 5, severity: 'warning' },
  HealthCheckFailing: { threshold: 0, forMinutes: 5, severity: 'warning' },
  EventLoopDelay: {
    threshold: 0.1,
    forMinutes: 5,
    severity: 'warning',
    measure: '99th percentile between two scrapes in seconds',
  },
  PoolSaturated: {
    threshold: 0.9,
    forMinutes: 5,
    severity: 'warning',
    measure: "share of a pool's connections in use",
    largest: 1,
  },
  QueueBacklog: {
    threshold: 1000,
    forMinutes: 10,
    severity: 'warning',
    measure: 'jobs of one queue that could be taken now',
  },
  /** A day and a late start. */
  ScheduleOverdue: {
    threshold: 25,
    forMinutes: 5,
    severity: 'warning',
    measure: 'hours since a job last ended well',
  },
  TelemetryDropped: {
    threshold: 0,
    forMinutes: 5,
    severity: 'warning',
    measure: 'dropped pieces of telemetry in ten minutes',
  },
} as const satisfies Record<string, AlertRule>;

/** The name of a generated alert. */
export type AlertName = keyof typeof alertDefaults;

/** Undefined when the user wants no such alert. */
export function alertRule(name: AlertName, { rules = {} }: AlertOptions): AlertRule | undefined {
  const said = rules[name];
  return said === false ? undefined : { ...alertDefaults[name], ...said };
}
