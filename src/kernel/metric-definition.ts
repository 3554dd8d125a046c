/**
 * A metric as data. Whatever can be measured is declared once in this shape; `/metrics`, dashboards, alerts, the console
 * and the reference tables are derived from it. Names follow the Prometheus naming rules, without the user's prefix.
 */
export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';
/** What a metric's values are in; `count` has none. */
export type MetricUnit = 'seconds' | 'bytes' | 'ratio' | 'timestamp_seconds' | 'cents' | 'count';

/** How one gauge of several processes or threads becomes one number. */
export type MetricAggregate = 'sum' | 'max' | 'min' | 'average' | 'first';

/**
 * One metric as data: what an instrument or a source declares, and everything else is derived from.
 *
 * @example
 * ```ts
 * const depth: MetricDefinition = {
 *   name: 'mailbox_depth',
 *   type: 'gauge',
 *   unit: 'count',
 *   help: 'Mails that wait in the box',
 *   labelNames: ['box'],
 *   family: 'mail',
 * };
 * ```
 */
export interface MetricDefinition {
  readonly name: string;
  readonly type: MetricType;
  readonly unit: MetricUnit;
  /** One sentence without a final stop. */
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Histograms only; `duration` is the application's configured list, in seconds. */
  readonly buckets?: 'duration' | readonly number[];
  /** Gauges only: over cluster workers and worker threads. Default: average for ratios, max for timestamps, else sum. */
  readonly aggregate?: MetricAggregate;
  /**
   * Gauges only: the labels name what comes and goes, such as a child process. Series that nobody sets for `metrics.idleSeriesMs` are
   * removed, so set those of what lives at each scrape, and look cells up again once they are removed. Counts above 0 stay.
   */
  readonly isPerEntity?: boolean;
  /** Which part of the library feeds it, for the reference tables. */
  readonly family: string;
}

/** Powers of four from 64 B to 64 MiB: wide enough for bodies, few enough for cheap series. */
export const SIZE_BUCKETS_BYTES: readonly number[] = [
  64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
];
