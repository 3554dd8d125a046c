/** What a registry of metrics is made with where a test cares for little of it. */
import type { RegistryConfig } from '../../src/metrics/metric-registry.js';

export function registryConfig(changes: Partial<RegistryConfig> = {}): RegistryConfig {
  return {
    prefix: '',
    defaultLabels: {},
    durationBuckets: [0.1, 1],
    maxSeries: 100,
    maxLabelValues: 100,
    includeDefaultRegistry: false,
    collectTimeoutMs: 500,
    ...changes,
  };
}
