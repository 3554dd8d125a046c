/** How runs of cron jobs, intervals and timeouts are named and measured. Durations and timestamps in seconds. */
import type { MetricDefinition, Operation, OperationConvention } from '../../kernel/index.js';

const family = 'schedules';
const job = ['job'] as const;

const runs: MetricDefinition = {
  name: 'schedule_runs_total',
  type: 'counter',
  unit: 'count',
  help: 'Runs of scheduled jobs that ended',
  labelNames: ['job', 'outcome'],
  family,
};

const duration: MetricDefinition = {
  name: 'schedule_run_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the start of a run to the end of what it returned',
  labelNames: job,
  buckets: 'duration',
  family,
};

const lastSuccess: MetricDefinition = {
  name: 'schedule_last_success_timestamp_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'When a run last ended well, in Unix time; absent until one has',
  labelNames: job,
  family,
};

export const scheduleConvention: OperationConvention = {
  kind: 'schedule.run',
  labelNames: ['job', 'outcome'],
  measures: [
    { definition: runs, value: 'count' },
    { definition: duration, value: 'duration' },
    { definition: lastSuccess, value: successTime },
  ],
};

function successTime({ outcome, pipeline, endedAtMs }: Operation): number | undefined {
  return outcome === 'ok' ? pipeline.clock.toEpochMs(endedAtMs) / 1000 : undefined;
}
