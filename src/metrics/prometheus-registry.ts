/**
 * The one place that knows prom-client. Each application has a prom-client registry of its own, in which our families stand
 * beside prom-client's default metrics; what the application registers by itself, or through the providers of
 * @willsoto/nestjs-prometheus, lives on prom-client's default registry.
 */
import perfHooks, { type PerformanceObserverCallback } from 'node:perf_hooks';
import {
  collectDefaultMetrics,
  Counter,
  Gauge,
  Histogram,
  register,
  Registry,
  Summary,
  type Metric,
} from 'prom-client';
import { ObservabilityError, type MetricAggregate, type MetricType } from '../kernel/index.js';
import type { MetricFamily } from './metric-family.js';
import type { PrometheusExemplar, PrometheusLabels } from './prometheus-values.js';
import { oneByOne } from './runtime/garbage-collections.js';
import { openFileCount } from './runtime/open-files.js';

/** A metric that is not ours, by the part of prom-client's interface that a scrape needs. */
export interface ForeignMetric {
  readonly name: string;
  readonly type?: MetricType;
  /** Runs before it is read, where there is one. */
  readonly collect?: unknown;
  get(): Promise<ForeignReading>;
}

export interface ForeignReading {
  readonly name: string;
  readonly help: string;
  readonly type: MetricType;
  /** How processes add up; prom-client's default is the sum. */
  readonly aggregator?: MetricAggregate | 'omit';
  readonly values?: readonly ForeignValue[];
}

export interface ForeignValue {
  readonly labels: PrometheusLabels;
  readonly value: number;
  readonly metricName?: string;
  readonly exemplar?: PrometheusExemplar | null;
}

/** Foreign metrics of one registry, with the labels it puts on every sample. */
export interface ForeignMetrics {
  readonly metrics: readonly ForeignMetric[];
  readonly defaultLabels: PrometheusLabels;
}

/** prom-client's classes. */
const prometheusMetrics = { counter: Counter, gauge: Gauge, histogram: Histogram, summary: Summary } as const;

export type PrometheusMetrics = typeof prometheusMetrics;

/** What prom-client's constructors take; which options exist depends on the type. */
export interface PrometheusMetricOptions {
  readonly name: string;
  readonly help: string;
}

export class PrometheusRegistry {
  /** For user code that wants prom-client's own view: `register.metrics()`, `getSingleMetric(name)`. */
  readonly register = new Registry();
  private readonly ours = new Set<unknown>();

  constructor(private readonly defaultLabels: Readonly<Record<string, string>>) {
    this.register.setDefaultLabels({ ...defaultLabels });
  }

  has(name: string): boolean {
    return this.register.getSingleMetric(name) !== undefined;
  }

  add(family: MetricFamily): void {
    this.ours.add(family);
    // prom-client's type names its four classes; its code asks for the interface only.
    this.register.registerMetric(family as unknown as Metric);
  }

  /**
   * prom-client's own metric of this name, made when new.
   * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT when the name is in use by another type or by a family of ours
   */
  applicationMetric(type: keyof PrometheusMetrics, options: PrometheusMetricOptions): Metric {
    const known = this.register.getSingleMetric(options.name);
    if (known === undefined) return new prometheusMetrics[type]({ ...options, registers: [this.register] });
    if (known instanceof prometheusMetrics[type]) return known;
    throw ObservabilityError.of({
      code: 'OBS_ERR_METRIC_CONFLICT',
      fact: `metric ${options.name} is there already`,
      got: `${type} of prom-client`,
      fix: 'rename one of them, or define it in one place and share it',
    });
  }

  /** Metrics in the application's registry that are not ours: prom-client's defaults and what users put there. */
  foreign(): ForeignMetrics {
    const metrics = metricsOf(this.register).filter((metric) => !this.ours.has(metric));
    return { metrics, defaultLabels: this.defaultLabels };
  }

  /** Adds prom-client's `process_*` and `nodejs_*`, two of them fed by us. Returns what stops their monitors. */
  addDefaultMetrics(): () => void {
    const monitors = startedMonitors(() => collectDefaultMetrics({ register: this.register }));
    this.countOpenFiles();
    return () => monitors.forEach((stop) => stop());
  }

  /** Only Linux has this gauge. */
  private countOpenFiles(): void {
    const gauge = this.register.getSingleMetric('process_open_fds') as CollectedGauge | undefined;
    if (gauge !== undefined) gauge.collect = async () => gauge.set(await openFileCount());
  }
}

/** prom-client asks this method before each reading; its types leave it out. */
type CollectedGauge = Gauge & { collect: () => Promise<void> };

/** prom-client's process-wide registry, the one willsoto's providers use. */
export function defaultRegistryMetrics(): ForeignMetrics {
  // Not part of the public interface, but prom-client itself puts these labels on every line.
  const { _defaultLabels: defaultLabels } = register as unknown as { _defaultLabels?: Record<string, string> };
  return { metrics: metricsOf(register), defaultLabels: defaultLabels ?? {} };
}

function metricsOf(registry: Pick<Registry, 'getMetricsAsArray'>): readonly ForeignMetric[] {
  return registry.getMetricsAsArray() as unknown as readonly ForeignMetric[];
}

/**
 * prom-client keeps the monitors of its default metrics to itself, so they would run until the process ends. For the
 * length of one synchronous call we see which ones it makes, and stand between it and what Node tells of collections.
 */
function startedMonitors(start: () => void): (() => void)[] {
  const stops: (() => void)[] = [];
  const { PerformanceObserver, monitorEventLoopDelay } = perfHooks;
  perfHooks.PerformanceObserver = class extends PerformanceObserver {
    constructor(observe: PerformanceObserverCallback) {
      super(oneByOne(observe));
      stops.push(() => this.disconnect());
    }
  };
  perfHooks.monitorEventLoopDelay = (options) => {
    const monitor = monitorEventLoopDelay(options);
    stops.push(() => monitor.disable());
    return monitor;
  };
  try {
    start();
  } finally {
    Object.assign(perfHooks, { PerformanceObserver, monitorEventLoopDelay });
  }
  return stops;
}
