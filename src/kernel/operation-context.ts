/**
 * The ambient operation lives in the OpenTelemetry API's context: one AsyncLocalStorage for us and for every
 * third-party instrumentation. Contexts are linked objects, so entering an operation copies no map.
 */
import { createContextKey, type Context, type Span } from '@opentelemetry/api';
import { activeContext } from './context-manager.js';
import type { Operation } from './operation.js';

const OPERATION_KEY = createContextKey('nestjs-observability operation');
// The API makes keys with Symbol.for, so this is the very key behind trace.getSpan (a test holds that).
const SPAN_KEY = createContextKey('OpenTelemetry Context Key SPAN');

/** The operation that runs here, of whichever application. */
export function currentOperation(): Operation | undefined {
  return operationIn(activeContext());
}

export function operationIn(ambient: Context): Operation | undefined {
  return ambient.getValue(OPERATION_KEY) as Operation | undefined;
}

/** The operation that let this work into the application: the outermost with the same scope. */
export function entryOf(operation: Operation): Operation {
  let entry = operation;
  while (entry.parent !== undefined && entry.parent.scope === operation.scope) entry = entry.parent;
  return entry;
}

/**
 * What new work here is part of: the current operation, or, if that has ended, the nearest around it that has not, or the
 * entry. Ended ones between are let go, so that work which schedules itself again keeps no chain of its runs.
 */
export function parentIn(ambient: Context): Operation | undefined {
  const parent = unendedFrom(operationIn(ambient));
  if (parent?.parent !== undefined) parent.parent = unendedFrom(parent.parent);
  return parent;
}

function unendedFrom(innermost: Operation | undefined): Operation | undefined {
  let here = innermost;
  while (here?.isEnded === true && here.parent?.scope === here.scope) here = here.parent;
  // An ended entry is told nothing more of who let it in: an event that is emitted again and again keeps no chain either.
  if (here?.isEnded === true) here.parent = undefined;
  return here;
}

export function spanIn(ambient: Context): Span | undefined {
  return ambient.getValue(SPAN_KEY) as Span | undefined;
}

/** The context in which `operation` and its span are current. */
export function enterOperation(parent: Context, operation: Operation): Context {
  const key = operation.span === undefined ? undefined : SPAN_KEY;
  return new LinkedContext(LinkedContext.unshadowed(parent, key), operation, key, operation.span);
}

/** Whether the operation that runs here is silent, as far as that can be told at a glance. */
export function isSilent(ambient: Context): boolean {
  return (ambient as Partial<LinkedContext>).isSilent === true;
}

/** The caller's values (baggage, suppression) without its span and its operation: where a new root begins. */
export function leaveOperation(ambient: Context): Context {
  return ambient.deleteValue(SPAN_KEY).setValue(OPERATION_KEY, undefined);
}

class LinkedContext implements Context {
  readonly isSilent: boolean;

  constructor(
    private readonly parent: Context,
    private readonly operation: Operation | undefined,
    private readonly key: symbol | undefined,
    private readonly value: unknown,
  ) {
    this.isSilent = operation?.isSilent === true;
  }

  /** Skips what an operation with this key hides: work that schedules itself again would hold all its earlier runs. */
  static unshadowed(parent: Context, key: symbol | undefined): Context {
    let here = parent;
    while (here instanceof LinkedContext && (here.key === undefined || here.key === key)) here = here.parent;
    return here;
  }

  getValue(key: symbol): unknown {
    return LinkedContext.lookUp(this, key);
  }

  /** Walks outwards without recursion: a recursion of the application may nest contexts very deep. */
  private static lookUp(innermost: Context, key: symbol): unknown {
    let here = innermost;
    while (here instanceof LinkedContext) {
      if (key === here.key) return here.value;
      if (key === OPERATION_KEY && here.operation !== undefined) return here.operation;
      here = here.parent;
    }
    return here.getValue(key);
  }

  setValue(key: symbol, value: unknown): Context {
    return new LinkedContext(this, undefined, key, value);
  }

  deleteValue(key: symbol): Context {
    return new LinkedContext(this, undefined, key, undefined);
  }
}
