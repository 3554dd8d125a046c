/**
 * A service level objective: which share of what happens has to be good, over which time. After the Google SRE workbook, chapters 2
 * and 5 (https://sre.google/workbook/implementing-slos, https://sre.google/workbook/alerting-on-slos).
 */

/**
 * Which operations an objective is about.
 * Which operations count: all given parts have to fit. Without any, every HTTP request counts.
 *
 * @example
 * ```ts
 * const reads: ObjectiveSelector = { routes: ['/orders', '/orders/:id'], methods: ['GET'] };
 *
 * ObservabilityModule.forRoot({ slos: [{ name: 'reads', objective: 0.999, selector: reads }] });
 * ```
 */
export interface ObjectiveSelector {
  /** Route templates: `/orders/:id`. */
  readonly routes?: readonly string[];
  /** Upper-case verbs. */
  readonly methods?: readonly string[];
  /** `OrdersController.find`. */
  readonly handlers?: readonly string[];
}

/**
 * What an objective calls good.
 *
 * @example
 * ```ts
 * const words = (indicator: Indicator): string =>
 *   indicator.type === 'latency' ? `within ${indicator.thresholdMs} ms` : indicator.type;
 * ```
 */
export type Indicator =
  /** Good is what did not fail on our side: no 5xx, no abort of ours. */
  | { readonly type: 'availability' }
  /** Good is what succeeded within the threshold. */
  | { readonly type: 'latency'; readonly thresholdMs: number }
  /** Good and all as counters of the application's, by metric name and labels. */
  | { readonly type: 'ratio'; readonly good: CounterSelector; readonly total: CounterSelector };

/**
 * Series of a counter of the application's own, by name and labels.
 *
 * @example
 * ```ts
 * const delivered: CounterSelector = { metric: 'mails_total', labels: { result: 'delivered' } };
 * ```
 */
export interface CounterSelector {
  readonly metric: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * An objective as it is settled: with its window in days, its indicator and its selector.
 *
 * @example
 * ```ts
 * const promise = ({ name, objective, windowDays }: Objective): string => `${name}: ${objective} over ${windowDays} days`;
 *
 * app.get(SloService).all().map(({ objective }) => promise(objective));
 * ```
 */
export interface Objective {
  /** The label `slo`: lower-case words with hyphens. */
  readonly name: string;
  readonly description: string | undefined;
  /** The share that has to be good: 0.999. */
  readonly objective: number;
  readonly windowDays: number;
  readonly indicator: Indicator;
  readonly selector: ObjectiveSelector;
}

/** An objective, and what the application makes of it at run time. */
export interface ObjectiveConfig extends Objective {
  /** Whether health is degraded while it burns. */
  readonly degradesHealth: boolean;
}
