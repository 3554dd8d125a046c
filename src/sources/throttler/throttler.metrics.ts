/** Metrics of rate limits. "scope" is the name of the limit, "resource" the `Class.method` that it protects. */
import type { MetricDefinition } from '../../kernel/index.js';

const family = 'rate limits';
const labelNames = ['scope', 'resource'];

export const rateLimitHits = {
  name: 'rate_limit_hits_total',
  type: 'counter',
  unit: 'count',
  help: 'Calls that a rate limit has rejected',
  labelNames,
  family,
} as const satisfies MetricDefinition;

export const rateLimitChecks = {
  name: 'rate_limit_checks_total',
  type: 'counter',
  unit: 'count',
  help: 'Calls that were held against a rate limit',
  labelNames,
  family,
} as const satisfies MetricDefinition;

/** In the order of the reference tables. */
export const rateLimitMetrics: readonly MetricDefinition[] = [rateLimitHits, rateLimitChecks];
