/** `@NoTrace()`: the method makes no span, whatever its class or a framework phase asks for. */
import { optOutDecorator } from '../kernel/index.js';

export const NO_TRACE = Symbol('nestjs-observability no trace');

/** @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE anywhere but on a method */
export function NoTrace(): MethodDecorator {
  return optOutDecorator(NO_TRACE);
}
