/** Providers of prom-client's own metrics, in the application's registry: what they record stands on the metrics page beside ours. */
import { Inject, type FactoryProvider, type Provider } from '@nestjs/common';
import type {
  Counter,
  CounterConfiguration,
  Gauge,
  GaugeConfiguration,
  Histogram,
  HistogramConfiguration,
  Summary,
  SummaryConfiguration,
} from 'prom-client';
import { MetricRegistry, type PrometheusMetrics } from '../../metrics/index.js';

/**
 * What `collect` may ask of the application: its arguments are the providers of `inject`.
 *
 * @example
 * ```ts
 * import type { Gauge } from 'prom-client';
 *
 * const memory: MetricProviderInjectable<Gauge<string>> = {
 *   collect() {
 *     this.set(process.memoryUsage().rss);
 *   },
 * };
 * ```
 */
export interface MetricProviderInjectable<M> {
  inject?: FactoryProvider['inject'];
  /** Called when metrics are read, with the metric as `this`. */
  collect?: (this: M, ...injected: any[]) => void | Promise<void>; // oxlint-disable-line typescript/no-explicit-any
}

/** The configuration of prom-client; which registry it is, is known here. */
type Options<Configuration, M> = Omit<Configuration, 'collect' | 'registers'> & MetricProviderInjectable<M>;

/**
 * The token of a metric, for tests that provide another one in its place.
 *
 * @example
 * ```ts
 * const double = { provide: getToken('orders_placed_total'), useValue: { inc: () => undefined } };
 * ```
 */
export function getToken(name: string): string {
  return `PROM_METRIC_${name.toUpperCase()}`;
}

/**
 * Injects the metric that a provider of this file has made.
 *
 * @example
 * ```ts
 * import type { Counter } from 'prom-client';
 *
 * @Injectable()
 * class Orders {
 *   constructor(@InjectMetric('orders_placed_total') private readonly placed: Counter<string>) {}
 *
 *   place(item: string): void {
 *     this.placed.inc({ item });
 *   }
 * }
 * ```
 */
export function InjectMetric(name: string): PropertyDecorator & ParameterDecorator {
  return Inject(getToken(name));
}

/**
 * Provides a `Counter` of prom-client. What differs from @willsoto/nestjs-prometheus, for all four: the metric is in the registry of its
 * application and not in prom-client's default one, has `metrics.prefix` before its name, and a `collect` that fails or hangs
 * costs its own lines of a scrape only. Its labels are not bounded: that is what `MetricsService` is for.
 *
 * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT at start, when the name is in use as another type or by `MetricsService`
 *
 * @example
 * ```ts
 * const placed = makeCounterProvider({ name: 'orders_placed_total', help: 'Orders placed', labelNames: ['item'] });
 * ```
 */
export function makeCounterProvider(options: Options<CounterConfiguration<string>, Counter<string>>): Provider {
  return metricProvider('counter', options);
}

/**
 * Provides a `Gauge` of prom-client; see {@link makeCounterProvider}.
 *
 * @example
 * ```ts
 * class Jobs {
 *   waiting = 0;
 * }
 *
 * const size = makeGaugeProvider({
 *   name: 'queue_size',
 *   help: 'Jobs waiting',
 *   inject: [Jobs],
 *   collect(jobs: Jobs) {
 *     this.set(jobs.waiting);
 *   },
 * });
 * ```
 */
export function makeGaugeProvider(options: Options<GaugeConfiguration<string>, Gauge<string>>): Provider {
  return metricProvider('gauge', options);
}

/**
 * Provides a `Histogram` of prom-client; see {@link makeCounterProvider}.
 *
 * @example
 * ```ts
 * const payment = makeHistogramProvider({ name: 'payment_seconds', help: 'Duration of payments', buckets: [0.1, 1, 10] });
 * ```
 */
export function makeHistogramProvider(options: Options<HistogramConfiguration<string>, Histogram<string>>): Provider {
  return metricProvider('histogram', options);
}

/**
 * Provides a `Summary` of prom-client; see {@link makeCounterProvider}.
 *
 * @example
 * ```ts
 * const items = makeSummaryProvider({ name: 'basket_items', help: 'Items of a basket', percentiles: [0.5, 0.99] });
 * ```
 */
export function makeSummaryProvider(options: Options<SummaryConfiguration<string>, Summary<string>>): Provider {
  return metricProvider('summary', options);
}

type AnyOptions<M> = { readonly name: string; readonly help: string } & MetricProviderInjectable<M>;

function metricProvider<M>(
  type: keyof PrometheusMetrics,
  { inject = [], collect, ...options }: AnyOptions<M>,
): Provider {
  const useFactory = ({ config, prometheus }: MetricRegistry, ...injected: unknown[]) => {
    const name = config.prefix + options.name;
    const collected = collect && { collect: collectWith(collect, injected) };
    return prometheus.applicationMetric(type, { ...options, ...collected, name });
  };
  return { provide: getToken(options.name), useFactory, inject: [MetricRegistry, ...inject] };
}

type Collect<M> = NonNullable<MetricProviderInjectable<M>['collect']>;

/** prom-client calls it on the metric. */
function collectWith<M>(collect: Collect<M>, injected: readonly unknown[]): (this: M) => void | Promise<void> {
  return function (this: M) {
    return collect.apply(this, [...injected]);
  };
}
