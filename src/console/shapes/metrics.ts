/** Metrics: what there is, and how it went. */

export interface MetricEntry {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly unit: string;
  readonly help: string;
  readonly family: string;
  readonly labelNames: readonly string[];
  readonly seriesCount: number;
  /** True where its series come near, or have met, `metrics.maxSeries`. */
  readonly isNearLimit: boolean;
}

/** `GET metrics` */
export interface MetricsAnswer {
  readonly version: 1;
  readonly metrics: readonly MetricEntry[];
  /** Of one metric (`metrics.maxSeries`). */
  readonly maxSeries: number;
  /** Series that the history has room for, and those it had to leave out. */
  readonly keptSeries: number;
  readonly omittedSeries: number;
}

/** `GET metric?name&label.x=y&by=route&fromMs&windowMs`; `by` may name several labels, with a comma between them. */
export interface MetricAnswer {
  readonly version: 1;
  readonly metric: MetricEntry;
  /** Each rate and quantile is that of so long until its time; `[1m]` in PromQL. @default 60_000 */
  readonly windowMs: number;
  /** `null` stands for a gap: the process slept, or the series was not there. */
  readonly timesMs: readonly number[];
  /** Rates per second of counters, values of gauges, quantiles and rate of histograms; the largest first, at most 20. */
  readonly lines: readonly MetricLine[];
  /** Histograms only. */
  readonly heatMap: HeatMap | null;
  readonly exemplars: readonly Exemplar[];
  /** Values of each label, at most 200 each. */
  readonly labelValues: Readonly<Record<string, readonly string[]>>;
  /** The same question for Prometheus. */
  readonly promql: readonly string[];
}

export interface MetricLine {
  readonly name: string;
  readonly kind: 'rate' | 'value' | 'p50' | 'p95' | 'p99';
  readonly labels: Readonly<Record<string, string>>;
  readonly values: readonly (number | null)[];
}

export interface HeatMap {
  /** Upper bounds, the last one null for infinity. */
  readonly bounds: readonly (number | null)[];
  /** For each time the observations of each bucket since the time before. */
  readonly counts: readonly (readonly number[])[];
}

export interface Exemplar {
  readonly timeMs: number;
  readonly value: number;
  readonly traceId: string;
  readonly labels: Readonly<Record<string, string>>;
}
