/** What application code may ask and say about the work it is in. Every method is a safe no-op outside an operation. */
import { Injectable } from '@nestjs/common';
import { idsOf } from './hooks/index.js';
import {
  currentOperation,
  entryOf,
  errorMessageOf,
  errorTypeOf,
  fingerprintOf,
  type Attributes,
  type OperationKind,
  type OperationPipeline,
  type TelemetryBus,
  type TelemetryEventName,
  type TelemetryIds,
  type TelemetryListener,
} from './kernel/index.js';

/** The operation that runs here. Ids are those in logs and traces; `userId` and `sessionId` once `identify` has answered. */
export interface CurrentOperation extends TelemetryIds {
  readonly kind: OperationKind;
  readonly name: string;
  readonly userId?: string;
  readonly sessionId?: string;
}

@Injectable()
export class ObservabilityService {
  constructor(
    private readonly pipeline: OperationPipeline,
    private readonly bus: TelemetryBus,
  ) {}

  current(): CurrentOperation | undefined {
    const operation = currentOperation();
    if (operation === undefined) return undefined;
    this.pipeline.identify(operation);
    const { kind, name, scope } = operation;
    return {
      kind,
      name,
      ...idsOf(operation),
      ...(scope.userId !== undefined && { userId: scope.userId }),
      ...(scope.sessionId !== undefined && { sessionId: scope.sessionId }),
    };
  }

  /**
   * Adds attributes to the span that is current and to the whole request, message or job around it, so that its span and log
   * lines have them whatever is sampled. Keep personal data out.
   */
  annotate(attributes: Attributes): void {
    const operation = currentOperation();
    if (operation === undefined) return;
    operation.annotate(attributes);
    const entry = entryOf(operation);
    if (entry !== operation) entry.annotate(attributes);
  }

  /** Records that something happened inside the current operation, as a span event. */
  addEvent(name: string, attributes?: Attributes): void {
    const operation = currentOperation();
    if (operation !== undefined)
      operation.pipeline.event(operation, attributes === undefined ? { name } : { name, attributes });
  }

  /** Records an error that the application has handled itself: a span event, and `operation.error` for listeners. */
  captureError(error: unknown, context?: Attributes): void {
    const operation = currentOperation();
    if (operation === undefined) return;
    const exception = {
      'exception.type': errorTypeOf(error),
      'exception.message': errorMessageOf(error),
      'exception.fingerprint': fingerprintOf(error),
    };
    operation.pipeline.event(operation, { name: 'exception', attributes: { ...context, ...exception } });
    this.bus.emit('operation.error', { ...idsOf(operation), operation, error });
  }

  /** Calls `listener` after each such event; returns the unsubscribe. A failing listener is counted and kept. */
  on<E extends TelemetryEventName>(event: E, listener: TelemetryListener<E>): () => void {
    return this.bus.on(event, listener);
  }

  /**
   * Calls `listener` when memory becomes scarce, to let go of what can be made again: idle sessions
   * (`session.evict('memory_pressure')`), caches. Memory is looked at every second while anybody listens; with
   * `metrics.runtime` off it is not. Returns the unsubscribe.
   */
  onMemoryPressure(listener: TelemetryListener<'memory.pressure'>): () => void {
    return this.on('memory.pressure', listener);
  }
}
