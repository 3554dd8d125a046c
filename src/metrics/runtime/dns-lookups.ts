/** How long names take to resolve, by Node's performance entries: whoever asks, and nothing is wrapped. */
import { PerformanceObserver } from 'node:perf_hooks';
import type { MetricDefinition } from '../../kernel/index.js';
import type { MetricRegistry } from '../metric-registry.js';

export const lookupDuration = {
  name: 'dns_lookup_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time that successful name look-ups took: by the system (lookup), or asked of a name server (resolve)',
  labelNames: ['method'],
  buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  family: 'runtime',
} as const satisfies MetricDefinition;

/** Returns what stops it. */
export function watchLookups(registry: MetricRegistry): () => void {
  const family = registry.define(lookupDuration);
  const observer = new PerformanceObserver((list) => {
    for (const { name, duration } of list.getEntries()) family.cell([methodOf(name)]).observe(duration / 1000);
  });
  observer.observe({ entryTypes: ['dns'] });
  return () => observer.disconnect();
}

/** Node has `lookup` and `lookupService` for what the system does in its thread pool, and `queryA`, `queryMx`, … for the rest. */
function methodOf(entryName: string): 'lookup' | 'resolve' {
  return entryName.startsWith('lookup') ? 'lookup' : 'resolve';
}
