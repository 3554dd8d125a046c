/** Parameters of handlers that nestjs-otel fills: the current span, baggage, and instruments by name. */
import { createParamDecorator } from '@nestjs/common';
import { context, propagation, trace, type Baggage as BaggageEntries, type Span } from '@opentelemetry/api';
import { metricServiceHere } from './metric-service-here.js';
import type { MetricService, OtelMetricOptions } from './metric.service.js';

/**
 * The span in which the handler runs, undefined outside of a trace.
 *
 * @example
 * ```ts
 * import type { Span as OtelSpan } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@CurrentSpan() span?: OtelSpan): void {
 *     span?.setAttribute('cart.size', 3);
 *   }
 * }
 * ```
 */
export const CurrentSpan: () => ParameterDecorator = createParamDecorator((): Span | undefined =>
  trace.getActiveSpan(),
);

/**
 * One entry of the request's baggage, or all of it.
 *
 * @example
 * ```ts
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@Baggage('tenant') tenant?: string): string {
 *     return tenant ?? 'nobody';
 *   }
 * }
 * ```
 */
export const Baggage: (key?: string) => ParameterDecorator = createParamDecorator(
  (key: string | undefined): string | BaggageEntries | undefined => {
    const baggage = propagation.getBaggage(context.active());
    return key === undefined ? baggage : baggage?.getEntry(key)?.value;
  },
);

type MetricParameter = (name: string, options?: OtelMetricOptions) => ParameterDecorator;

/**
 * A counter by name, as `MetricService` gives it; needs `nestjsOtel()` among the plugins.
 *
 * @example
 * ```ts
 * import type { Counter } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@OtelCounter('orders.listed') listed: Counter): void {
 *     listed.add(1);
 *   }
 * }
 * ```
 */
export const OtelCounter: MetricParameter = instrument('getCounter');

/**
 * A sum that goes up and down, as `MetricService` gives it; needs `nestjsOtel()` among the plugins.
 *
 * @example
 * ```ts
 * import type { UpDownCounter } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@OtelUpDownCounter('orders.open') open: UpDownCounter): void {
 *     open.add(-1, { kind: 'gift' });
 *   }
 * }
 * ```
 */
export const OtelUpDownCounter: MetricParameter = instrument('getUpDownCounter');

/**
 * A value that is set, as `MetricService` gives it; needs `nestjsOtel()` among the plugins.
 *
 * @example
 * ```ts
 * import type { Gauge } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@OtelGauge('queue.length') queue: Gauge): void {
 *     queue.record(7);
 *   }
 * }
 * ```
 */
export const OtelGauge: MetricParameter = instrument('getGauge');

/**
 * A distribution, as `MetricService` gives it; needs `nestjsOtel()` among the plugins.
 *
 * @example
 * ```ts
 * import type { Histogram } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@OtelHistogram('answer.size', { unit: 'By' }) size: Histogram): void {
 *     size.record(512);
 *   }
 * }
 * ```
 */
export const OtelHistogram: MetricParameter = instrument('getHistogram');

/**
 * A value that is asked for, as `MetricService` gives it; needs `nestjsOtel()` among the plugins.
 *
 * @example
 * ```ts
 * import type { ObservableGauge } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@OtelObservableGauge('heat') heat: ObservableGauge): void {
 *     heat.addCallback((result) => result.observe(21));
 *   }
 * }
 * ```
 */
export const OtelObservableGauge: MetricParameter = instrument('getObservableGauge');

/**
 * A total that is asked for, as `MetricService` gives it; needs `nestjsOtel()` among the plugins.
 *
 * @example
 * ```ts
 * import type { ObservableCounter } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@OtelObservableCounter('bytes.read') read: ObservableCounter): void {
 *     read.addCallback((result) => result.observe(4096));
 *   }
 * }
 * ```
 */
export const OtelObservableCounter: MetricParameter = instrument('getObservableCounter');

/**
 * A sum that goes up and down and is asked for, as `MetricService` gives it; needs `nestjsOtel()` among the plugins.
 *
 * @example
 * ```ts
 * import type { ObservableUpDownCounter } from '@opentelemetry/api';
 *
 * @Controller('orders')
 * class Orders {
 *   @Get()
 *   list(@OtelObservableUpDownCounter('jobs.waiting') waiting: ObservableUpDownCounter): void {
 *     waiting.addCallback((result) => result.observe(3));
 *   }
 * }
 * ```
 */
export const OtelObservableUpDownCounter: MetricParameter = instrument('getObservableUpDownCounter');

function instrument(get: keyof MetricService): MetricParameter {
  return (name, options) => createParamDecorator(() => metricServiceHere()[get](name, options))();
}
