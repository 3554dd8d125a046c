/** Metrics of the application's own: get-or-create by name, recorded through handles, readable again. */
import { Injectable } from '@nestjs/common';
import {
  settle,
  type MetricAggregate,
  type MetricDefinition,
  type MetricType,
  type MetricUnit,
  type Outcome,
} from '../kernel/index.js';
import type { MeasurementEvents } from './measurement-events.js';
import type { MetricFamily } from './metric-family.js';
import { CounterHandle, GaugeHandle, HistogramHandle, SummaryHandle } from './metric-handles.js';
import { readFamily, snapshotOf, type MetricSnapshot, type Reading } from './metric-readings.js';
import type { DefinitionOf, MetricRegistry } from './metric-registry.js';

/**
 * What a metric is: its help, its labels and its unit.
 *
 * @example
 * ```ts
 * const options: MetricOptions<'channel'> = { help: 'Orders placed', labelNames: ['channel'] };
 *
 * app.get(MetricsService).counter('orders_total', options).inc({ channel: 'web' });
 * ```
 */
export interface MetricOptions<L extends string = never> {
  /** One sentence for whoever reads the metric. Default: the name in words. */
  readonly help?: string;
  readonly labelNames?: readonly L[];
  /** Default: what the name ends in, such as `_seconds` or `_bytes`. */
  readonly unit?: MetricUnit;
}

/** Name and options in one object, as prom-client has them. */
export type Named<O> = O & { readonly name: string };

/**
 * What a histogram is, with its buckets.
 *
 * @example
 * ```ts
 * const options: HistogramOptions<'kind'> = { help: 'Size of uploads', labelNames: ['kind'], buckets: [1_024, 1_048_576] };
 *
 * app.get(MetricsService).histogram('upload_bytes', options).observe({ kind: 'image' }, 20_480);
 * ```
 */
export interface HistogramOptions<L extends string = never> extends MetricOptions<L> {
  /** Upper bounds, ascending. Default: `metrics.durationBuckets`, in seconds. */
  readonly buckets?: readonly number[];
}

/**
 * What a gauge is, and how those of several processes become one.
 *
 * @example
 * ```ts
 * const newest: GaugeOptions<'feed'> = { labelNames: ['feed'], aggregate: 'max', idleTimeoutMs: 600_000 };
 *
 * app.get(MetricsService).gauge('feed_last_update_timestamp_seconds', newest).set({ feed: 'prices' }, Date.now() / 1_000);
 * ```
 */
export interface GaugeOptions<L extends string = never> extends MetricOptions<L> {
  /** Series that nobody set for this long, in milliseconds, are removed. Default: never. */
  readonly idleTimeoutMs?: number;
  /** How the gauges of cluster workers and worker threads become one. Default: average for ratios, max for timestamps, else sum. */
  readonly aggregate?: MetricAggregate;
}

/**
 * Metrics of the application's own: shown at `/metrics` beside ours, under the same rules.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Checkout {
 *   private readonly baskets: HistogramHandle;
 *
 *   constructor(metrics: MetricsService) {
 *     this.baskets = metrics.histogram('basket_items', { help: 'Items per basket', buckets: [1, 2, 5, 10] });
 *   }
 *
 *   checkout(items: readonly Order[]): void {
 *     this.baskets.observe(items.length);
 *   }
 * }
 * ```
 */
@Injectable()
export class MetricsService {
  /** Without a registry (metrics are off) every handle does nothing, without events nobody is told what they record. */
  constructor(
    private readonly registry: MetricRegistry | undefined,
    private readonly events?: MeasurementEvents,
  ) {}

  /**
   * @param name Prometheus name without the configured prefix, ending in `_total`; or an object with name and options
   * @throws ObservabilityError OBS_ERR_METRIC_INVALID for names Prometheus refuses, OBS_ERR_METRIC_CONFLICT when the name
   *   is in use with another type, other labels or other buckets; the same for `gauge`, `histogram` and `summary`
   */
  counter<L extends string = never>(
    name: string | Named<MetricOptions<L>>,
    options?: MetricOptions<L>,
  ): CounterHandle<L> {
    return new CounterHandle<L>(this.family('counter', named(name, options), this.counter), this.events);
  }

  /** A number that goes up and down; throws as `counter` does. */
  gauge<L extends string = never>(name: string | Named<GaugeOptions<L>>, options?: GaugeOptions<L>): GaugeHandle<L> {
    return new GaugeHandle<L>(this.family('gauge', named(name, options), this.gauge), this.events);
  }

  /** Observations in buckets; throws as `counter` does. */
  histogram<L extends string = never>(
    name: string | Named<HistogramOptions<L>>,
    options?: HistogramOptions<L>,
  ): HistogramHandle<L> {
    return new HistogramHandle<L>(this.family('histogram', named(name, options), this.histogram), this.events);
  }

  /** Quantiles 0.5, 0.9, 0.95 and 0.99 of the last 5 to 10 minutes, within 1 %. Histograms add up over instances; these do not. */
  summary<L extends string = never>(
    name: string | Named<MetricOptions<L>>,
    options?: MetricOptions<L>,
  ): SummaryHandle<L> {
    return new SummaryHandle<L>(this.family('summary', named(name, options), this.summary), this.events);
  }

  /**
   * Runs `work` and observes its duration in seconds in the histogram `name{outcome}`. Promises, generators and Observables
   * are timed until they are over. Returns or throws what `work` does.
   */
  time<T>(name: string, work: () => T): T {
    const options = { name, labelNames: ['outcome'], help: 'Duration by outcome' };
    const duration = new HistogramHandle<'outcome'>(this.family('histogram', options, this.time), this.events);
    return settle(work, timedSettlement(duration));
  }

  /**
   * What was recorded under a name in this process or thread: a number for counters and gauges, else count, sum and buckets or quantiles. With
   * fewer labels than the metric has, the sum over all series that match; undefined when nothing does.
   */
  read(name: string, labels: Readonly<Record<string, string | number | boolean>> = {}): Reading | undefined {
    const family = this.registry?.find(name);
    return family && readFamily(family, labels);
  }

  /** Everything recorded in this application, in this process or thread, collectors not asked. */
  snapshot(): readonly MetricSnapshot[] {
    return [...(this.registry?.families() ?? [])].map(snapshotOf);
  }

  private family<T extends MetricType>(
    type: T,
    options: AnyOptions,
    caller: (...args: never[]) => unknown,
  ): MetricFamily<T> | undefined {
    if (this.registry === undefined) return undefined;
    const definition = { ...definitionFrom(options, this.registry.find(options.name)), type } as DefinitionOf<T>;
    return this.registry.define(definition, {
      site: () => callSiteOf(caller),
      ...(options.idleTimeoutMs !== undefined && { idleTimeoutMs: options.idleTimeoutMs }),
    });
  }
}

type AnyOptions = Named<HistogramOptions<string> & GaugeOptions<string>>;

function named<O extends object>(name: string | Named<O>, options: O | undefined): Named<O> {
  return typeof name === 'object' ? name : ({ ...options, name } as Named<O>);
}

function definitionFrom(options: AnyOptions, known: MetricFamily | undefined): Omit<MetricDefinition, 'type'> {
  const { name, help = wordsOf(name), unit = unitOf(name), labelNames, aggregate } = options;
  const buckets = options.buckets ?? (known?.type === 'histogram' ? known.bounds : undefined);
  return {
    name: known?.definition.name ?? name,
    unit,
    help,
    labelNames: labelsAsKnown(labelNames, known),
    ...(buckets !== undefined && { buckets }),
    ...(aggregate !== undefined && { aggregate }),
    family: 'application',
  };
}

/** Who asks again may name the labels in any order, or leave them to the one who asked first. */
function labelsAsKnown(labelNames: readonly string[] | undefined, known: MetricFamily | undefined): readonly string[] {
  if (known === undefined) return labelNames ?? [];
  const isSame = labelNames === undefined || labelNames.toSorted().join() === known.labelNames.toSorted().join();
  return isSame ? known.labelNames : labelNames;
}

const UNIT_ENDINGS: readonly (readonly [string, MetricUnit])[] = [
  ['_timestamp_seconds', 'timestamp_seconds'],
  ['_seconds', 'seconds'],
  ['_bytes', 'bytes'],
  ['_ratio', 'ratio'],
  ['_cents', 'cents'],
];

function unitOf(name: unknown): MetricUnit {
  const base = String(name).replace(/_total$/, '');
  return UNIT_ENDINGS.find(([ending]) => base.endsWith(ending))?.[1] ?? 'count';
}

function wordsOf(name: unknown): string {
  const words = String(name)
    .replace(/_total$/, '')
    .replaceAll('_', ' ')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** File and line of the code that called `method`. */
function callSiteOf(method: (...args: never[]) => unknown): string {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, method);
  return holder.stack?.split('\n')[1]?.trim().replace(/^at /, '') ?? 'the application';
}

function timedSettlement(duration: HistogramHandle<'outcome'>) {
  const startedAtMs = performance.now();
  const settled = (outcome: Outcome): void =>
    duration.labels({ outcome }).observe((performance.now() - startedAtMs) / 1000);
  return { context: undefined, settled, again: () => timedSettlement(duration) };
}
