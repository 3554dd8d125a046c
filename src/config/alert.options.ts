/** What a user may say about generated alerts, and what holds where nothing was said. */
import type { AlertOptions } from './observability.options.js';

export interface AlertRuleOptions {
  /** In the unit that the alert's row in {@link alertDefaults} names. */
  readonly threshold?: number;
  /** How long it has to last. */
  readonly forMinutes?: number;
}

/** `critical` pages somebody, `warning` is a ticket, `info` is worth a look. */
export type Severity = 'critical' | 'warning' | 'info';

export interface AlertRule {
  readonly threshold: number;
  readonly forMinutes: number;
  readonly severity: Severity;
}

/** One row an alert. Alerts on what is either so or not have the threshold 0. */
export const alertDefaults = {
  /** Share of requests answered with 5xx. */
  HighErrorRate: { threshold: 0.05, forMinutes: 5, severity: 'critical' },
  /** Failed calls of one provider per second. */
  AIProviderErrors: { threshold: 0.1, forMinutes: 2, severity: 'warning' },
  /** Dollars in one hour. */
  HighAICosts: { threshold: 100, forMinutes: 0, severity: 'warning' },
  /** 95th percentile, in seconds. */
  SlowResponses: { threshold: 2, forMinutes: 5, severity: 'warning' },
  /** Deliveries owed. */
  EventBacklog: { threshold: 1000, forMinutes: 5, severity: 'warning' },
  /** Rejected calls per second. */
  RateLimitSpike: { threshold: 10, forMinutes: 5, severity: 'info' },
  ApplicationNotReady: { threshold: 0, forMinutes: 2, severity: 'critical' },
  InstanceNotReady: { threshold: 0, forMinutes: 5, severity: 'warning' },
  HealthCheckFailing: { threshold: 0, forMinutes: 5, severity: 'warning' },
  /** 99th percentile between two scrapes, in seconds. */
  EventLoopDelay: { threshold: 0.1, forMinutes: 5, severity: 'warning' },
  /** Share of a pool's connections in use. */
  PoolSaturated: { threshold: 0.9, forMinutes: 5, severity: 'warning' },
  /** Jobs that could be taken now, of one queue. */
  QueueBacklog: { threshold: 1000, forMinutes: 10, severity: 'warning' },
  /** Hours since a job last ended well: a day and a late start. */
  ScheduleOverdue: { threshold: 25, forMinutes: 5, severity: 'warning' },
  /** Dropped pieces of telemetry in ten minutes. */
  TelemetryDropped: { threshold: 0, forMinutes: 5, severity: 'warning' },
} as const satisfies Record<string, AlertRule>;

export type AlertName = keyof typeof alertDefaults;

/** Undefined when the user wants no such alert. */
export function alertRule(name: AlertName, { rules = {} }: AlertOptions): AlertRule | undefined {
  const said = rules[name];
  return said === false ? undefined : { ...alertDefaults[name], ...said };
}
