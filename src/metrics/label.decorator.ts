/** `@MetricLabel()`: a parameter becomes a label of the method's metrics. `@NoMetrics()`: a method is left out of them. */
import { optOutDecorator } from '../kernel/index.js';
import { assertValidMetric } from './metric-name.js';
import { misuse, NO_METRICS } from './method-metrics.js';

/**
 * How many values a label of a parameter may have.
 *
 * @example
 * ```ts
 * const few: MetricLabelOptions = { max: 5 };
 *
 * class Rates {
 *   @Counted('rates_total')
 *   rate(@MetricLabel('currency', few) currency: string): string {
 *     return currency;
 *   }
 * }
 * ```
 */
export interface MetricLabelOptions {
  /** Values of this label, at most; further ones fold into `_OTHER`. Default: `metrics.maxLabelValues`. */
  readonly max?: number;
}

export interface ParameterLabel extends MetricLabelOptions {
  readonly name: string;
  /** Position of the parameter, from 0. */
  readonly index: number;
}

const PARAMETER_LABELS = Symbol.for('nestjs-observability:parameter-labels');

/**
 * Adds the parameter's value as label `name` to what `@Timed`, `@Counted` and `@Gauged({ value })` record for the method.
 * Text, numbers and booleans are taken; undefined and null are the empty label. Keep the values few.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE, OBS_ERR_METRIC_INVALID
 * @example
 * ```ts
 * @Injectable()
 * class Quotes {
 *   @Timed('quote_duration_seconds')
 *   quote(@MetricLabel('currency', { max: 20 }) currency: string): number {
 *     return currency === 'EUR' ? 1 : 1.1;
 *   }
 * }
 * ```
 */
export function MetricLabel(name: string, { max }: MetricLabelOptions = {}): ParameterDecorator {
  assertValidMetric({ name: 'method_calls_total', type: 'counter', labelNames: ['class', 'method', 'outcome', name] });
  return (target, key, index) => {
    const method = key === undefined ? undefined : Object.getOwnPropertyDescriptor(target, key)?.value;
    if (typeof method !== 'function')
      throw misuse('@MetricLabel', 'works on parameters of methods only', 'move it to a method');
    const label: ParameterLabel = { name, index, ...(max !== undefined && { max }) };
    Reflect.defineMetadata(PARAMETER_LABELS, [label, ...parameterLabelsOf(method as object)], method as object);
  };
}

/** In the order of the parameters. */
export function parameterLabelsOf(method: object): readonly ParameterLabel[] {
  return (Reflect.getOwnMetadata(PARAMETER_LABELS, method) as readonly ParameterLabel[] | undefined) ?? [];
}

/**
 * Leaves a method out of `@Timed`, `@Counted` and `@Gauged` on its class, and out of every other metric of calls.
 *
 * @example
 * ```ts
 * @Timed()
 * class Catalogue {
 *   find(): Promise<Order> {
 *     return orders.find('42');
 *   }
 *
 *   @NoMetrics()
 *   isEmpty(): boolean {
 *     return orders.open().length === 0;
 *   }
 * }
 * ```
 */
export function NoMetrics(): MethodDecorator {
  return optOutDecorator(NO_METRICS);
}
