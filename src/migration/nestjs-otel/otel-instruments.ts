/** OpenTelemetry's instruments over families of our registry. What a call gives that no metric can take is counted, never thrown. */
import type { Counter, Histogram, MetricOptions, Observable } from '@opentelemetry/api';
import type { DefinitionOf, MetricRegistry } from '../../metrics/index.js';
import { OtelFamily } from './otel-family.js';
import { OtelObservable } from './otel-observable.js';
import { metricName } from './prometheus-names.js';

type InstrumentType = 'counter' | 'gauge' | 'histogram';

/** OpenTelemetry's default, made for milliseconds. */
const DEFAULT_BUCKETS = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

export class OtelInstruments {
  private readonly families = new WeakMap<object, Family<InstrumentType>>();
  private readonly observables = new WeakMap<object, OtelObservable>();

  /** Without a registry (metrics are off) every instrument does nothing. */
  constructor(private readonly registry: MetricRegistry | undefined) {}

  /** `Counter` and `UpDownCounter`. */
  adding(type: 'counter' | 'gauge', name: string, options?: MetricOptions): Counter {
    const family = this.family(type, name, options);
    return { add: (amount, attributes) => this.isolated(() => family?.cell(attributes).add(amount)) };
  }

  /** `Histogram` and `Gauge`. */
  recording(type: 'histogram' | 'gauge', name: string, options?: MetricOptions): Histogram {
    const family = this.family(type, name, options);
    return { record: (value, attributes) => this.isolated(() => family?.cell(attributes).record(value)) };
  }

  /** One object per name: whoever adds a callback twice, in each request say, has added it once. */
  observable(type: 'counter' | 'gauge', name: string, options?: MetricOptions): Observable {
    const family = this.family(type, name, options);
    if (family === undefined) return IDLE;
    const observable = this.observables.get(family) ?? new OtelObservable(family);
    this.observables.set(family, observable);
    return observable;
  }

  /** Undefined when the name means something else already: code that runs must not fail for its metrics. */
  private family<T extends InstrumentType>(type: T, name: string, options: MetricOptions = {}): Family<T> {
    const definition = definitionOf(type, name, options);
    const family = this.isolated(() => this.registry?.define(definition));
    if (family === undefined) return undefined;
    const known = this.families.get(family) ?? new OtelFamily(family);
    this.families.set(family, known);
    return known as Family<T>;
  }

  private isolated<R>(work: () => R): R | undefined {
    return this.registry?.diagnostics.safely<R | undefined>('metrics', 'record', work, undefined);
  }
}

type Family<T extends InstrumentType> = OtelFamily<T> | undefined;

const IDLE: Observable = { addCallback: () => undefined, removeCallback: () => undefined };

function definitionOf<T extends InstrumentType>(type: T, name: string, options: MetricOptions): DefinitionOf<T> {
  return {
    name: metricName(name, type === 'counter'),
    type,
    unit: 'count',
    help: options.description || name,
    labelNames: [],
    family: 'application',
    ...(type === 'histogram' && { buckets: options.advice?.explicitBucketBoundaries ?? DEFAULT_BUCKETS }),
  };
}
