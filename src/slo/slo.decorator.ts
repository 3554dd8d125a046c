/** `@Slo()` promises something about one handler. It only leaves a note; whoever knows the controllers reads it. */
import type { ObjectiveOptions } from '../config/index.js';
import { ObservabilityError } from '../kernel/index.js';

const PROMISES = 'nestjs-observability:slos';

/**
 * What `@Slo()` promises about a handler.
 *
 * @example
 * ```ts
 * const promised: SloOptions = { objective: 0.99, window: '7d', description: 'Orders can be read.' };
 *
 * @Controller('orders')
 * class OrdersController {
 *   @Slo(promised)
 *   @Get()
 *   all(): readonly Order[] {
 *     return orders.open();
 *   }
 * }
 * ```
 */
export interface SloOptions extends Pick<ObjectiveOptions, 'objective' | 'window' | 'description' | 'health'> {
  /** Good is what also took no longer than this, in milliseconds. @default availability alone */
  readonly latencyMs?: number;
  /** The label `slo`. @default `orders-find-latency` for `OrdersController.find`, `orders-find-availability` without a threshold */
  readonly name?: string;
}

/** What stands on one method. */
export interface Promised {
  readonly methodName: string;
  readonly options: SloOptions;
}

/**
 * Declares an objective for the requests that this handler answers: `@Slo({ objective: 0.999, latencyMs: 300 })`. What cannot be is
 * an error when the application starts. Several on one handler are several objectives.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE on anything but an instance method
 * @example
 * ```ts
 * @Controller('orders')
 * class OrdersController {
 *   @Slo({ objective: 0.999, latencyMs: 300 })
 *   @Get(':id')
 *   find(@Param('id') id: string): Promise<Order> {
 *     return orders.find(id);
 *   }
 * }
 * ```
 */
export function Slo(options: SloOptions): MethodDecorator {
  return (target, methodName, descriptor) => {
    if (typeof target === 'function' || typeof descriptor?.value !== 'function') throw misuse(target, methodName);
    const { constructor } = target;
    const promised: Promised = { methodName: String(methodName), options };
    // A new list each time: a subclass starts with its parent's and must not add to them.
    Reflect.defineMetadata(PROMISES, [...promisesOf(constructor), promised], constructor);
  };
}

/** Those of a controller, its superclasses' included. */
export function promisesOf(controller: object): readonly Promised[] {
  return (Reflect.getMetadata(PROMISES, controller) as readonly Promised[] | undefined) ?? [];
}

function misuse(target: object, methodName: string | symbol): ObservabilityError {
  const className = typeof target === 'function' ? target.name : target.constructor.name;
  return ObservabilityError.of({
    code: 'OBS_ERR_DECORATOR_MISUSE',
    fact: '@Slo works on handlers of controllers only',
    got: `${className}.${String(methodName)}`,
    fix: 'move it to an instance method with a route',
  });
}
