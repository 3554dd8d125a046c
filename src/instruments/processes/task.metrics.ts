/** What Node starts beside the main thread, apart from the rest of its family: most applications start none of it. */
import type { MetricDefinition } from '../../kernel/index.js';

/** `kind` is `child` or `worker`; a child counts also where it could not be started. */
export const taskSpawns = {
  name: 'process_task_spawns_total',
  type: 'counter',
  unit: 'count',
  help: 'Child processes and worker threads that this process has started',
  labelNames: ['kind'],
  family: 'runtime',
} as const satisfies MetricDefinition;
