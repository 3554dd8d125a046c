/** `@OtelMethodCounter()` and `@OtelInstanceCounter()` of nestjs-otel. */
import { Counted } from '../../index.js';
import type { OtelMetricOptions } from './metric.service.js';
import { metricServiceHere } from './metric-service-here.js';
import { metricName } from './prometheus-names.js';

type CounterOptions = OtelMetricOptions & { name?: string };

/**
 * Counts the calls of a method as `app_<Class>_<method>_calls_total`, or under a name of its own. What differs: a call counts when
 * it is over, and the series have the labels `class`, `method` and `outcome`; `sum()` over them is the number there was before.
 *
 * @example
 * ```ts
 * class Orders {
 *   @OtelMethodCounter({ name: 'orders.placed' })
 *   place(): void {}
 * }
 * ```
 */
export function OtelMethodCounter(options: CounterOptions = {}): MethodDecorator {
  return (target, key, descriptor) => {
    const { name } = target.constructor;
    const dotted = named(options, `app.${name}.${String(key)}.calls.total`);
    const help = options.description || `Calls of ${name}.${String(key)}`;
    return Counted(metricName(dotted, true), { help })(target, key, descriptor);
  };
}

// What TypeScript asks of a class that is extended.
type AnyClass = new (...args: any[]) => object; // oxlint-disable-line typescript/no-explicit-any

/**
 * Counts the instances made of a class as `app_<Class>_instances_total`, or under a name of its own. It needs `nestjsOtel()` among the
 * plugins. What differs: singletons that Nest makes while it starts are not counted, nor instances whose constructor throws.
 *
 * @example
 * ```ts
 * @OtelInstanceCounter()
 * class Session {}
 * ```
 */
export function OtelInstanceCounter(options: CounterOptions = {}): <T extends AnyClass>(original: T) => T {
  return (original) => {
    const name = named(options, `app.${original.name}.instances.total`);
    const description = options.description || `Instances of ${original.name}`;
    // A subclass: `new`, `instanceof` and what decorators have left on the class stay as they are.
    const counted = class extends original {
      // oxlint-disable-next-line typescript/no-explicit-any
      constructor(...args: any[]) {
        super(...args);
        metricServiceHere().getCounter(name, { description }).add(1);
      }
    };
    return Object.defineProperty(counted, 'name', { value: original.name });
  };
}

function named({ name, prefix }: CounterOptions, fallback: string): string {
  return prefix ? `${prefix}.${name || fallback}` : name || fallback;
}
