/**
 * Meets failures where work leaves the application: an error that a request, a message or a job ends with was handled by nobody. What
 * fails inside may still be caught, and what answers with a 4xx is no failure.
 */
import { isExpectedError, type Operation, type OperationHandler, type OperationKind } from '../../kernel/index.js';

const ENTRIES: ReadonlySet<OperationKind> = new Set([
  'http.server',
  'rpc.server',
  'graphql.server',
  'websocket.message',
  'sse.stream',
  'schedule.run',
  'event.process',
  'queue.process',
  'cqrs.execution',
]);

export class FailureHandler implements OperationHandler {
  readonly name = 'console-errors';
  /** It is told which operation has ended and asks for no other. */
  readonly needsContext = false;
  private readonly told = new WeakSet<object>();

  constructor(private readonly failed: (error: unknown, operation: Operation | undefined) => void) {}

  handles(kind: OperationKind): boolean {
    return ENTRIES.has(kind);
  }

  /** What is told is told about the operations there are; it is no reason to make one. */
  wants(): boolean {
    return false;
  }

  end(operation: Operation): void {
    const { outcome, error } = operation;
    if (outcome === 'error' && error !== undefined && !isExpectedError(error)) this.tell(error, operation);
  }

  /** Once for each error, whoever meets it: an error that two operations end with, or that the application hands over as well. */
  tell(error: unknown, operation: Operation | undefined): void {
    if (typeof error === 'object' && error !== null) {
      if (this.told.has(error)) return;
      this.told.add(error);
    }
    this.failed(error, operation);
  }
}
