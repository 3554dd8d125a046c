/** Metrics of caches. "cache" is the namespace of its first store, or `default`. */
import type { MetricDefinition } from '../../kernel/index.js';

const family = 'cache';

export const cacheRequests = {
  name: 'cache_requests_total',
  type: 'counter',
  unit: 'count',
  help: 'Keys looked up in a cache, by result: hit or miss',
  labelNames: ['cache', 'result'],
  family,
} as const satisfies MetricDefinition;

export const cacheEvictions = {
  name: 'cache_evictions_total',
  type: 'counter',
  unit: 'count',
  help: 'Entries that a cache removed by itself, as far as its store tells',
  labelNames: ['cache'],
  family,
} as const satisfies MetricDefinition;

export const cacheEntries = {
  name: 'cache_entries',
  type: 'gauge',
  unit: 'count',
  help: 'Entries that a store in memory holds, expired ones included until they are removed',
  isPerEntity: true,
  labelNames: ['cache'],
  family,
} as const satisfies MetricDefinition;

export const cacheLoadDuration = {
  name: 'cache_load_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time to load a value that a cache did not have, or was about to lose',
  labelNames: ['cache'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

/** In the order of the reference tables. */
export const cacheMetrics: readonly MetricDefinition[] = [
  cacheRequests,
  cacheEvictions,
  cacheEntries,
  cacheLoadDuration,
];
