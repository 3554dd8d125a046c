/** `MetricService` of nestjs-otel: OpenTelemetry's instruments by name, recorded into the metrics page of this library. */
import { Injectable } from '@nestjs/common';
import type {
  Counter,
  Gauge,
  Histogram,
  MetricOptions,
  ObservableCounter,
  ObservableGauge,
  ObservableUpDownCounter,
  UpDownCounter,
} from '@opentelemetry/api';
import { OtelInstruments } from './otel-instruments.js';

/**
 * OpenTelemetry's options of an instrument, and a prefix.
 *
 * @example
 * ```ts
 * const options: OtelMetricOptions = { prefix: 'shop', description: 'Orders placed', unit: '1' };
 * ```
 */
export interface OtelMetricOptions extends MetricOptions {
  /** Put before the name, with a dot. */
  prefix?: string;
}

/**
 * Get-or-create by name. On the metrics page an instrument has the name that OpenTelemetry's Prometheus exporter gave it:
 * `orders.placed` is `orders_placed_total`. What differs: there is no label `otel_scope_name`, and values of labels are bounded by
 * `metrics.maxLabelValues`. A name that is in use as another type records nothing, and is warned about. New code is better
 * served by `MetricsService`, whose labels are typed.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Orders {
 *   private readonly placed = this.metrics.getCounter('orders.placed', { description: 'Orders placed' });
 *
 *   constructor(private readonly metrics: MetricService) {}
 *
 *   place(item: string): void {
 *     this.placed.add(1, { item });
 *   }
 * }
 * ```
 */
@Injectable()
export class MetricService {
  constructor(private readonly instruments: OtelInstruments) {}

  /** What only grows. */
  getCounter(name: string, options?: OtelMetricOptions): Counter {
    return this.instruments.adding('counter', nameOf(name, options), options);
  }

  /** What grows and shrinks by amounts. */
  getUpDownCounter(name: string, options?: OtelMetricOptions): UpDownCounter {
    return this.instruments.adding('gauge', nameOf(name, options), options);
  }

  /** Without `advice.explicitBucketBoundaries` the buckets are OpenTelemetry's, for milliseconds. */
  getHistogram(name: string, options?: OtelMetricOptions): Histogram {
    return this.instruments.recording('histogram', nameOf(name, options), options);
  }

  /** What is set to a value. */
  getGauge(name: string, options?: OtelMetricOptions): Gauge {
    return this.instruments.recording('gauge', nameOf(name, options), options);
  }

  /** A counter that is read by callbacks when metrics are. */
  getObservableCounter(name: string, options?: OtelMetricOptions): ObservableCounter {
    return this.instruments.observable('counter', nameOf(name, options), options);
  }

  /** A gauge that is read by callbacks when metrics are. */
  getObservableGauge(name: string, options?: OtelMetricOptions): ObservableGauge {
    return this.instruments.observable('gauge', nameOf(name, options), options);
  }

  /** An up-down counter that is read by callbacks when metrics are. */
  getObservableUpDownCounter(name: string, options?: OtelMetricOptions): ObservableUpDownCounter {
    return this.instruments.observable('gauge', nameOf(name, options), options);
  }
}

function nameOf(name: string, options: OtelMetricOptions | undefined): string {
  return options?.prefix ? `${options.prefix}.${name}` : name;
}
