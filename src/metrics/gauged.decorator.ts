/** `@Gauged()`: how many calls are under way, or what the last call answered. */
import { aspectDecorator } from '../kernel/index.js';
import { GAUGED, methodAspect, readArguments, type GaugedOptions } from './method-metrics.js';

/**
 * Shows the calls of a method, or of all methods of a class, that are under way: `method_active{class,method}`, or under
 * `name` with the same labels and the fixed ones of the options. With `value`, the named gauge is set from results instead.
 * Labels that depend on the call go with `value` only: calls under way are counted before they are known.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE, OBS_ERR_METRIC_INVALID
 * @example
 * ```ts
 * @Injectable()
 * class Stock {
 *   @Gauged('stock_items', { value: (result) => result as number, help: 'Items in stock' })
 *   count(): number {
 *     return 12;
 *   }
 * }
 * ```
 */
export function Gauged(name?: string | GaugedOptions, options?: GaugedOptions): MethodDecorator & ClassDecorator {
  const given = readArguments('@Gauged', name, options);
  return aspectDecorator(methodAspect(GAUGED, '@Gauged', given.value === undefined ? withFixedLabels(given) : given));
}

function withFixedLabels(options: GaugedOptions): GaugedOptions {
  return { ...options, labels: typeof options.labels === 'object' ? options.labels : undefined, labelNames: undefined };
}
