/** `@NoTrace()`: the method makes no span, whatever its class or a framework phase asks for. */
import { optOutDecorator } from '../kernel/index.js';

export const NO_TRACE = Symbol('nestjs-observability no trace');

/**
 * Leaves a method out of spans, whatever its class or a framework phase asks for.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE anywhere but on a method
 * @example
 * ```ts
 * @Traced()
 * class Catalogue {
 *   find(): Promise<Order> {
 *     return orders.find('42');
 *   }
 *
 *   @NoTrace()
 *   isEmpty(): boolean {
 *     return orders.open().length === 0;
 *   }
 * }
 * ```
 */
export function NoTrace(): MethodDecorator {
  return optOutDecorator(NO_TRACE);
}
