/** What the health room measures, as data, and the port through which whoever owns the registry receives it. */
import type { MetricDefinition } from '../kernel/index.js';

export const healthMetrics = {
  ready: {
    name: 'app_ready',
    type: 'gauge',
    unit: 'count',
    help: '1 while the readiness probe would succeed, else 0',
    aggregate: 'max',
    labelNames: [],
    family: 'health',
  },
  checkUp: {
    name: 'health_check_up',
    type: 'gauge',
    unit: 'count',
    help: '1 when the last run of a health check went well, else 0',
    aggregate: 'min',
    labelNames: ['check'],
    family: 'health',
  },
  checkDuration: {
    name: 'health_check_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Duration of the runs of a health check',
    labelNames: ['check'],
    buckets: 'duration',
    family: 'health',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Bound to the families above by whoever owns the registry. */
export interface HealthMeter {
  ready(isReady: boolean): void;
  checked(check: string, isUp: boolean, durationSeconds: number): void;
  /** The check was unregistered: its gauge must not stay at its last value. */
  forgotten(check: string): void;
}

export const noHealthMeter: HealthMeter = {
  ready: () => undefined,
  checked: () => undefined,
  forgotten: () => undefined,
};
