/** How jobs are named and measured, whichever queue they come from. Durations in seconds; a name is `queue.job`, both chosen by the application. */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';

const family = 'events and queues';

export const jobDuration: MetricDefinition = {
  name: 'job_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the beginning of an attempt to its end',
  labelNames: ['queue', 'job', 'outcome'],
  buckets: 'duration',
  family,
};

export const queueDepth = {
  name: 'queue_depth',
  type: 'gauge',
  unit: 'count',
  help: 'Jobs that could be taken now; every process that knows the queue reports the same, so aggregate with max',
  aggregate: 'max',
  isPerEntity: true,
  labelNames: ['queue'],
  family,
} as const satisfies MetricDefinition;

export const queueWait = {
  name: 'queue_wait_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from when a job could have been taken to the beginning of its first attempt; the delay it was given is left out',
  labelNames: ['queue'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const queueMetrics: readonly MetricDefinition[] = [queueDepth, queueWait, jobDuration];

export const queuePublishConvention: OperationConvention = { kind: 'queue.publish', labelNames: [], measures: [] };

export const queueProcessConvention: OperationConvention = {
  kind: 'queue.process',
  labelNames: ['queue', 'job', 'outcome'],
  measures: [{ definition: jobDuration, value: 'duration' }],
};
