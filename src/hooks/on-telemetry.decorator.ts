/** `@OnTelemetry()` makes a method of a provider a hook. It only leaves a note; whoever walks the container reads it. */
import {
  ObservabilityError,
  type TelemetryEventName,
  type TelemetryEvents,
  type TelemetryMoment,
} from '../kernel/index.js';
import { problemOf, type HookOptions } from './hook.js';

const HOOKS = 'nestjs-observability:hooks';

/** What stands on one method. */
export interface DeclaredHook {
  readonly methodName: string | symbol;
  readonly event: TelemetryEventName;
  readonly options: HookOptions;
}

type HookMethod<E extends TelemetryEventName> = (event: TelemetryEvents[E], moment: TelemetryMoment) => unknown;

/**
 * What `@OnTelemetry()` is: for methods that take such an event.
 *
 * @example
 * ```ts
 * const OnHealth: OnTelemetryDecorator<'health.changed'> = OnTelemetry('health.changed');
 *
 * @Injectable()
 * class Pager {
 *   @OnHealth
 *   tell({ check, to }: TelemetryEvents['health.changed']): void {
 *     console.warn(check, to);
 *   }
 * }
 * ```
 */
export type OnTelemetryDecorator<E extends TelemetryEventName> = <M extends HookMethod<E>>(
  target: object,
  methodName: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/**
 * Calls the method after each such event, from the start of the application to its end: `@OnTelemetry('operation.error')`. The
 * provider must be one instance for the whole application. Several on one method are several hooks.
 *
 * @throws ObservabilityError OBS_ERR_DECORATOR_MISUSE on anything but an instance method, OBS_ERR_OPTION_INVALID for an
 *   unknown event or a ratio that is none
 * @example
 * ```ts
 * @Injectable()
 * class Alarm {
 *   @OnTelemetry('slo.burn', { filter: ({ state }) => state === 'begun' })
 *   onBurn({ slo, longRate }: ObjectiveBurn): void {
 *     console.warn(`${slo} burns ${longRate} times too fast`);
 *   }
 * }
 * ```
 */
export function OnTelemetry<E extends TelemetryEventName>(
  event: E,
  options: HookOptions<E> = {},
): OnTelemetryDecorator<E> {
  const problem = problemOf(event, options as HookOptions<never>);
  if (problem !== undefined) throw ObservabilityError.of(problem);
  return (target, methodName, descriptor) => {
    if (typeof target === 'function' || typeof descriptor?.value !== 'function') throw misuse(target, methodName);
    const { constructor } = target;
    const declared = { methodName, event, options } as DeclaredHook;
    // A new list each time: a subclass starts with its parent's and must not add to them.
    Reflect.defineMetadata(HOOKS, [...declaredHooks(constructor), declared], constructor);
  };
}

/** Those of a class, its superclasses' included. */
export function declaredHooks(type: object): readonly DeclaredHook[] {
  return (Reflect.getMetadata(HOOKS, type) as readonly DeclaredHook[] | undefined) ?? [];
}

function misuse(target: object, methodName: string | symbol): ObservabilityError {
  const className = typeof target === 'function' ? target.name : target.constructor.name;
  return ObservabilityError.of({
    code: 'OBS_ERR_DECORATOR_MISUSE',
    fact: '@OnTelemetry works on instance methods only',
    got: `${className}.${String(methodName)}`,
    fix: 'move it to a method of a provider or controller',
  });
}
