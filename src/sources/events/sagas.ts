/**
 * Sagas of @nestjs/cqrs: streams of events that give commands. What a saga does is what it dispatches; each command it gives is
 * remembered as the saga's, and as caused by the event that is being published while it comes.
 */
import { isObservable, tap } from 'rxjs';
import { currentOperation, impersonate, type OperationScope } from '../../kernel/index.js';
import { deliveryScope, emissionOf } from './emission.js';

export interface Dispatch {
  /** `Class.method`. */
  readonly saga: string;
  /** Undefined where the event is not known: the command then belongs to whatever runs there. */
  readonly scope: OperationScope | undefined;
}

export type Saga = (this: unknown, events: unknown) => unknown;

const dispatches = new WeakMap<object, Dispatch>();

/** Looks the same to the bus, which tells a saga's name when it fails. */
export function observeSaga(saga: Saga, name: string): Saga {
  const observed: Saga = function (events) {
    const commands = Reflect.apply(saga, this, [events]) as unknown;
    return isObservable(commands) ? commands.pipe(tap((command) => remember(command, name))) : commands;
  };
  impersonate(observed, saga);
  return observed;
}

/** Once: a command that is executed again is not the saga's any more. */
export function takeDispatch(command: unknown): Dispatch | undefined {
  if (typeof command !== 'object' || command === null) return undefined;
  const dispatch = dispatches.get(command);
  if (dispatch !== undefined) dispatches.delete(command);
  return dispatch;
}

function remember(command: unknown, saga: string): void {
  if (typeof command !== 'object' || command === null) return;
  const publishing = currentOperation();
  const emission = emissionOf(publishing, 'nestjs_cqrs');
  dispatches.set(command, { saga, scope: emission && deliveryScope(publishing!, emission) });
}

/** The key of @nestjs/cqrs 10 to 12. */
const SAGA_METADATA = '__saga__';

/** `Class.method` of all sagas, in the order in which the bus registers them. @param classes or wrappers of them, in 11 and 12 */
export function sagaNames(classes: readonly unknown[]): string[] {
  return classes.flatMap((entry) => {
    const type = typeof entry === 'function' ? entry : (entry as { metatype?: unknown }).metatype;
    if (typeof type !== 'function') return [];
    const keys = (Reflect.getMetadata(SAGA_METADATA, type) ?? []) as readonly (string | symbol)[];
    return keys.map((key) => `${type.name}.${String(key)}`);
  });
}
