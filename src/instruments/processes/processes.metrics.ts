/** How child processes are measured. `process` is the name that the application gives, else the program's base name. */
import { LONG_DURATION_BUCKETS } from '../../sources/index.js';
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';
import { taskSpawns } from './task.metrics.js';

const family = 'child processes';

export const spawns = {
  name: 'child_process_spawns_total',
  type: 'counter',
  unit: 'count',
  help: 'Times that a child process was started, also in vain',
  labelNames: ['process'],
  family,
} as const satisfies MetricDefinition;

export const spawnDuration = {
  name: 'child_process_spawn_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from asking for a child process to its being there',
  labelNames: ['process'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const lifetime = {
  name: 'child_process_lifetime_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'How long child processes have lived, by the time they ended',
  labelNames: ['process'],
  buckets: LONG_DURATION_BUCKETS,
  family,
} as const satisfies MetricDefinition;

/**
 * `graceful`: exit code 0, or the SIGTERM or SIGINT that was asked for; `forced`: the SIGKILL that was asked for; `crashed`:
 * everything else, also a child that could not be started.
 */
export const exits = {
  name: 'child_process_exits_total',
  type: 'counter',
  unit: 'count',
  help: 'Child processes that ended, by how: graceful, forced or crashed',
  labelNames: ['process', 'outcome'],
  family,
} as const satisfies MetricDefinition;

export const terminationDuration = {
  name: 'child_process_termination_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the first signal to end to the end of a child process',
  labelNames: ['process'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const restarts = {
  name: 'child_process_restarts_total',
  type: 'counter',
  unit: 'count',
  help: 'Child processes started in the place of one that crashed',
  labelNames: ['process'],
  family,
} as const satisfies MetricDefinition;

export const healthy = {
  name: 'child_process_healthy',
  type: 'gauge',
  unit: 'count',
  help: '1 while the child process runs and answers, 0 from a crash to the next start; none after a graceful end',
  aggregate: 'min',
  isPerEntity: true,
  labelNames: ['process'],
  family,
} as const satisfies MetricDefinition;

export const pipeUtilization = {
  name: 'child_process_pipe_utilization_ratio',
  type: 'gauge',
  unit: 'ratio',
  help: 'Fill of the buffer of a pipe to or from the child process, 1 at its high-water mark; the fullest of one name',
  isPerEntity: true,
  labelNames: ['process', 'pipe'],
  family,
} as const satisfies MetricDefinition;

export const processConvention: OperationConvention = {
  kind: 'child.process',
  labelNames: ['process'],
  measures: [
    {
      definition: {
        name: 'child_processes_active',
        type: 'gauge',
        unit: 'count',
        help: 'Child processes that run now',
        isPerEntity: true,
        labelNames: ['process'],
        family,
      },
      value: 'active',
    },
  ],
};

export const processMetrics: readonly MetricDefinition[] = [
  spawns,
  spawnDuration,
  ...processConvention.measures.map(({ definition }) => definition),
  lifetime,
  exits,
  terminationDuration,
  restarts,
  healthy,
  pipeUtilization,
  taskSpawns,
];
