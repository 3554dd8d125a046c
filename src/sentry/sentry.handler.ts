/** Follows operations: those that work enters by may fail, the calls inside them leave breadcrumbs. */
import {
  isExpectedError,
  type CallRecorder,
  type Callsite,
  type Operation,
  type OperationHandler,
  type OperationKind,
} from '../kernel/index.js';
import type { Breadcrumbs } from './breadcrumbs.js';

/** An error that leaves one of these was handled by nobody. What fails inside may still be caught by the application. */
const ENTRIES: ReadonlySet<OperationKind> = new Set([
  'http.server',
  'rpc.server',
  'graphql.server',
  'websocket.message',
  'sse.stream',
  'schedule.run',
  'event.process',
  'queue.process',
]);

export class SentryHandler implements OperationHandler {
  readonly name = 'sentry';
  private readonly handlers = new WeakMap<object, string>();

  constructor(
    private readonly breadcrumbs: Breadcrumbs,
    private readonly failed: (operation: Operation) => void,
  ) {}

  handles(kind: OperationKind): boolean {
    return ENTRIES.has(kind) || this.breadcrumbs.follows(kind);
  }

  /** What is told is told about the operations there are; it is no reason to make one. */
  wants(): boolean {
    return false;
  }

  /** Which handler of a controller threw an error, where the way in does not tell. */
  bind({ kind, className, methodName }: Callsite): CallRecorder | undefined {
    if (kind !== 'nest.handler') return undefined;
    return {
      readsClock: false,
      readsCall: false,
      okCells: () => ({}),
      end: (outcome, _durationMs, error) => {
        if (outcome === 'error' && isObject(error)) this.handlers.set(error, `${className}.${methodName}`);
      },
    };
  }

  end(operation: Operation): void {
    const { kind, outcome, error } = operation;
    if (!ENTRIES.has(kind)) this.breadcrumbs.called(operation);
    else if (outcome === 'error' && error !== undefined && !isExpectedError(error)) this.failed(operation);
  }

  /** `Class.method`. */
  handlerOf(error: unknown): string | undefined {
    return isObject(error) ? this.handlers.get(error) : undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
