/** How much memory the process may use: the limit of its control group, of either version, as libuv sees it. */
import { totalmem } from 'node:os';
import type { MetricDefinition } from '../../kernel/index.js';
import type { MetricRegistry } from '../metric-registry.js';

export const memoryLimit = {
  name: 'process_memory_limit_bytes',
  type: 'gauge',
  unit: 'bytes',
  help: 'Memory this process may use: the limit of its control group, else that of the machine',
  aggregate: 'max',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

/** Read anew each time: containers are resized while they run. Returns what stops it. */
export function watchMemoryLimit(registry: MetricRegistry): () => void {
  const family = registry.define(memoryLimit);
  return family.onCollect(() => family.cell([]).set(memoryLimitBytes()));
}

export function memoryLimitBytes(): number {
  const limit = process.constrainedMemory() ?? 0;
  // Without a limit the answer is 0 or a number beyond any memory.
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
