/** `@Counted()`: how often methods are called, by class, method and outcome. */
import { aspectDecorator } from '../kernel/index.js';
import { COUNTED, methodAspect, readArguments, type CountedOptions } from './method-metrics.js';

/**
 * Counts the calls of a method, or of all methods of a class, when they end: `method_calls_total{class,method,outcome}`,
 * or under `name` with the same labels and those of the options.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE, OBS_ERR_METRIC_INVALID
 * @example
 * ```ts
 * @Injectable()
 * class Payments {
 *   @Counted('payments_total', { help: 'Payments tried', errorType: true })
 *   async pay(amount: number): Promise<void> {
 *     await orders.charge(amount);
 *   }
 * }
 * ```
 */
export function Counted(name?: string | CountedOptions, options?: CountedOptions): MethodDecorator & ClassDecorator {
  return aspectDecorator(methodAspect(COUNTED, '@Counted', readArguments('@Counted', name, options)));
}
