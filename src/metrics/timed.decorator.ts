/** `@Timed()`: how long calls take, by class, method and outcome. */
import { aspectDecorator } from '../kernel/index.js';
import { methodAspect, readArguments, TIMED, type TimedOptions } from './method-metrics.js';

/**
 * Observes the duration of a method, or of all methods of a class, in seconds:
 * `method_duration_seconds{class,method,outcome}`, or under `name` with the same labels and those of the options.
 * A promise, generator or Observable is timed until it is over.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE, OBS_ERR_METRIC_INVALID
 * @example
 * ```ts
 * @Injectable()
 * class Reports {
 *   @Timed('report_duration_seconds', { buckets: [0.5, 1, 5, 30] })
 *   async build(): Promise<readonly Order[]> {
 *     return orders.open();
 *   }
 * }
 * ```
 */
export function Timed(name?: string | TimedOptions, options?: TimedOptions): MethodDecorator & ClassDecorator {
  return aspectDecorator(methodAspect(TIMED, '@Timed', readArguments('@Timed', name, options)));
}
