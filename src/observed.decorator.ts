/** `@Observed()` = span, duration, in-flight and outcome in one decorator. */
import { applyDecorators } from '@nestjs/common';
import { Gauged, Timed, type TimedOptions } from './metrics/index.js';
import { Traced, type TracedOptions } from './tracing/index.js';

/**
 * What a span and a duration may say, without the metric's name.
 *
 * @example
 * ```ts
 * const nightly: ObservedOptions = { root: true, buckets: [1, 60, 600], labels: { shift: 'night' } };
 *
 * class Cleanup {
 *   @Observed('cleanup', nightly)
 *   run(): readonly Order[] {
 *     return orders.open();
 *   }
 * }
 * ```
 */
export type ObservedOptions = Omit<TimedOptions, 'name'> & TracedOptions;

/**
 * Makes a method a span named `name` (default `Class.method`) and measures it as `<name>_duration_seconds{…,outcome}` and
 * `<name>_active`; without a name in `method_duration_seconds` and `method_active`.
 *
 * @param name prefix of the metrics, `[a-z_][a-z0-9_]*`, and the span's name
 * @example
 * ```ts
 * @Injectable()
 * class Import {
 *   @Observed('import', { attributes: ([file]) => ({ 'import.file': String(file) }) })
 *   async run(file: string): Promise<number> {
 *     return file.length;
 *   }
 * }
 * ```
 */
export function Observed(name?: string, options: ObservedOptions = {}): MethodDecorator & ClassDecorator {
  const { kind, attributes, links, root, skip, ...timed } = options;
  return applyDecorators(
    Traced(name, { kind, attributes, links, root, skip }),
    Timed(name && `${name}_duration_seconds`, timed),
    Gauged(name && `${name}_active`, timed.labels === undefined ? {} : { labels: timed.labels }),
  ) as MethodDecorator & ClassDecorator;
}
