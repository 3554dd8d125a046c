/** What the library says about itself: its failures, what it dropped, and what each metric costs in series. */
import type { DiagnosticCount, MetricDefinition } from '../kernel/index.js';
import type { MetricFamily } from './metric-family.js';
import type { MetricRegistry } from './metric-registry.js';

const HANDLER_FAILURES = {
  name: 'observability_handler_failures_total',
  type: 'counter',
  unit: 'count',
  help: 'Failures inside telemetry handlers and user callbacks, none of which reached the application',
  labelNames: ['handler', 'phase'],
  family: 'ourselves',
} as const satisfies MetricDefinition;

const DROPPED = {
  name: 'observability_dropped_total',
  type: 'counter',
  unit: 'count',
  help: 'Telemetry that was given up, by signal and reason',
  labelNames: ['signal', 'reason'],
  family: 'ourselves',
} as const satisfies MetricDefinition;

const MISUSES = {
  name: 'observability_instrument_misuses_total',
  type: 'counter',
  unit: 'count',
  help: 'Uses of instruments that could not be recorded, such as a handle closed twice or never',
  labelNames: ['instrument', 'misuse'],
  family: 'ourselves',
} as const satisfies MetricDefinition;

const METRIC_SERIES = {
  name: 'observability_metric_series',
  type: 'gauge',
  unit: 'count',
  help: 'Series each metric has in this process',
  aggregate: 'max',
  labelNames: ['metric'],
  family: 'ourselves',
} as const satisfies MetricDefinition;

const SCRAPE_DURATION = {
  name: 'observability_scrape_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time it took to write all metrics, waiting for the client included',
  labelNames: [],
  buckets: 'duration',
  family: 'ourselves',
} as const satisfies MetricDefinition;

const SCRAPE_ERRORS = {
  name: 'observability_scrape_errors_total',
  type: 'counter',
  unit: 'count',
  help: 'Metrics that failed or were too slow when they were read, and were left out or may be stale',
  labelNames: [],
  family: 'ourselves',
} as const satisfies MetricDefinition;

/** For the reference tables. */
export const selfMetrics: readonly MetricDefinition[] = [
  HANDLER_FAILURES,
  DROPPED,
  MISUSES,
  METRIC_SERIES,
  SCRAPE_DURATION,
  SCRAPE_ERRORS,
];

/** Counts kept by the diagnostics are read when somebody looks. */
export function defineSelfMetrics(registry: MetricRegistry): void {
  const { failures, drops, misuses } = registry.diagnostics;
  mirror(registry.define(HANDLER_FAILURES), failures);
  mirror(registry.define(DROPPED), drops);
  mirror(registry.define(MISUSES), misuses);
  const series = registry.define(METRIC_SERIES);
  series.onCollect(() => {
    for (const family of registry.families()) series.cell([family.fullName]).set(family.seriesCount);
  });
}

export function defineScrapeMetrics(registry: MetricRegistry): {
  readonly duration: MetricFamily<'histogram'>;
  readonly errors: MetricFamily<'counter'>;
} {
  return { duration: registry.define(SCRAPE_DURATION), errors: registry.define(SCRAPE_ERRORS) };
}

function mirror(family: MetricFamily<'counter'>, counts: ReadonlyMap<string, DiagnosticCount>): void {
  family.onCollect(() => {
    for (const { labels, value } of counts.values())
      family.cell(family.labelNames.map((name) => labels[name]!)).value = value;
  });
}
