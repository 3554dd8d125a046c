/** How pools of buffers and other objects are measured. `pool` is the application's own name for one. */
import type { MetricDefinition } from '../../kernel/index.js';

const family = 'buffer and object pools';
const labelNames = ['pool'];

export const bufferPoolHitRatio = {
  name: 'buffer_pool_hit_ratio',
  type: 'gauge',
  unit: 'ratio',
  help: 'Share of all takes so far that the pool served without an allocation; no sample before the first take',
  isPerEntity: true,
  labelNames,
  family,
} as const satisfies MetricDefinition;

export const bufferPoolSize = {
  name: 'buffer_pool_size',
  type: 'gauge',
  unit: 'count',
  help: 'Buffers or objects that a pool holds',
  isPerEntity: true,
  labelNames,
  family,
} as const satisfies MetricDefinition;

export const bufferPoolAllocations = {
  name: 'buffer_pool_allocations_total',
  type: 'counter',
  unit: 'count',
  help: 'Takes for which a pool had nothing and made something new',
  labelNames,
  family,
} as const satisfies MetricDefinition;

export const bufferMetrics: readonly MetricDefinition[] = [bufferPoolHitRatio, bufferPoolSize, bufferPoolAllocations];
