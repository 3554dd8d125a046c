/** What a user may say about one objective, in `slos` or on a handler. */
import type { CounterSelector, ObjectiveSelector } from './objective.js';

/**
 * One objective, as it stands in the option `slos`.
 *
 * @example
 * ```ts
 * const quick: ObjectiveOptions = {
 *   name: 'orders-latency',
 *   objective: 0.99,
 *   indicator: { latencyMs: 300 },
 *   selector: { routes: ['/orders/:id'] },
 * };
 *
 * ObservabilityModule.forRoot({ slos: [quick] });
 * ```
 */
export interface ObjectiveOptions {
  /** The label `slo`, unique: lower-case words with hyphens, such as `orders-latency`. */
  readonly name: string;
  /**
   * The share that has to be good: 0.999. At least 0.9306: below that, not even an outage burns fast enough (14.4 times) to page
   * anybody.
   */
  readonly objective: number;
  /** Over how many days, 1 to 90: `'28d'` or `28`. @default '28d' */
  readonly window?: `${number}d` | number;
  /**
   * What is good. `'availability'`: requests that did not fail on our side. `{ latencyMs }`: those that also took no longer.
   * `{ good, total }`: two counters of the application's, of which the first counts a part of what the second counts. A request that
   * its client gave up (499) is neither good nor bad, and a 4xx is good.
   * @default 'availability'
   */
  readonly indicator?: 'availability' | { readonly latencyMs: number } | RatioOptions;
  /** Which requests count; all given parts have to fit. @default every HTTP request */
  readonly selector?: ObjectiveSelector;
  /** One sentence for whoever is paged. */
  readonly description?: string;
  /** `'degraded'`: health is degraded while a page alert burns. Readiness never fails for it. @default no part of health */
  readonly health?: 'degraded';
}

/**
 * An indicator over counters of the application's own.
 * Counters by metric name, optionally those series that have these labels.
 *
 * @example
 * ```ts
 * const delivered: RatioOptions = {
 *   good: { metric: 'mails_total', labels: { result: 'delivered' } },
 *   total: 'mails_total',
 * };
 *
 * ObservabilityModule.forRoot({ slos: [{ name: 'mails', objective: 0.99, indicator: delivered }] });
 * ```
 */
export interface RatioOptions {
  readonly good: string | CounterSelector;
  readonly total: string | CounterSelector;
}
