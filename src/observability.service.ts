/** What application code may ask and say about the work it is in. Every method is a safe no-op outside an operation. */
import { Injectable } from '@nestjs/common';
import { idsOf, inPhase, startPhase, subscribe, type EndPhase, type HookOptions } from './hooks/index.js';
import {
  currentOperation,
  entryOf,
  errorMessageOf,
  errorTypeOf,
  fingerprintOf,
  readAttributes,
  type Attributes,
  type OperationKind,
  type OperationPipeline,
  type TelemetryBus,
  type TelemetryEventName,
  type TelemetryIds,
  type TelemetryListener,
} from './kernel/index.js';
import type { OptionalRoom } from './observability.rooms.js';

/**
 * The operation that runs here. Ids are those in logs and traces; `userId` and `sessionId` once `identify` has answered.
 *
 * @example
 * ```ts
 * const current: CurrentOperation | undefined = app.get(ObservabilityService).current();
 *
 * const headers = { 'x-correlation-id': current?.correlationId ?? 'none' };
 * ```
 */
export interface CurrentOperation extends TelemetryIds {
  readonly kind: OperationKind;
  readonly name: string;
  readonly userId?: string;
  readonly sessionId?: string;
}

/**
 * What runs here now, and what the application adds to it: attributes, events, phases, errors, listeners.
 *
 * @example
 * ```ts
 * @Injectable()
 * class Orders {
 *   constructor(private readonly observability: ObservabilityService) {}
 *
 *   async place(basket: Order): Promise<void> {
 *     this.observability.annotate({ 'order.total': basket.total });
 *     await this.observability.phase('pay', () => orders.pay(basket));
 *   }
 * }
 * ```
 */
@Injectable()
export class ObservabilityService {
  constructor(
    private readonly pipeline: OperationPipeline,
    private readonly bus: TelemetryBus,
    private readonly rooms: readonly OptionalRoom[] = [],
  ) {}

  /** The operation that runs here; undefined outside any, and where nobody asks for it. */
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
    const read = this.readAttributes('annotate', attributes);
    operation.annotate(read);
    const entry = entryOf(operation);
    if (entry !== operation) entry.annotate(read);
  }

  /** Records that something happened inside the current operation, as a span event. */
  addEvent(name: string, attributes?: Attributes): void {
    const operation = currentOperation();
    if (operation !== undefined)
      operation.pipeline.event(operation, attributes === undefined ? { name } : { name, attributes });
  }

  /**
   * Records an error that the application has handled itself: a span event, `operation.error` for listeners, an event in Sentry. Outside
   * of any operation it is Sentry's alone.
   */
  captureError(error: unknown, context?: Attributes): void {
    const { diagnostics } = this.pipeline;
    for (const room of this.rooms)
      diagnostics.safely('plugin', 'captured', () => room.captured?.(error, context), undefined);
    const operation = currentOperation();
    if (operation === undefined) return;
    const read = context === undefined ? undefined : this.readAttributes('captured', context);
    const exception = {
      'exception.type': errorTypeOf(error),
      'exception.message': errorMessageOf(error),
      'exception.fingerprint': fingerprintOf(error),
    };
    operation.pipeline.event(operation, { name: 'exception', attributes: { ...read, ...exception } });
    this.bus.emit('operation.error', { ...idsOf(operation), operation, error });
  }

  /**
   * Calls `listener` after each such event; returns the unsubscribe. It is called later: once the request, message or job is over
   * in which it happened, or has lasted for a second. A listener that fails is counted and kept; a promise that it returns is
   * waited for by nobody.
   *
   * @throws ObservabilityError OBS_ERR_OPTION_INVALID for an unknown event or a ratio that is none
   */
  on<E extends TelemetryEventName>(event: E, listener: TelemetryListener<E>, options: HookOptions<E> = {}): () => void {
    return subscribe(this.bus, this.pipeline.diagnostics, { event, listener, options });
  }

  /**
   * Runs `work` as a named part of the current request, message or job: a span, a duration in milliseconds in the log line's
   * `phases_ms`, and `performance.phase` for listeners. Returns or throws what `work` does, and lasts until that is over.
   *
   * @param name one of few fixed words, such as `load`
   */
  phase<T>(name: string, work: () => T): T {
    return inPhase(name, work);
  }

  /** The same for a part that is not one call: ends when the returned function is first called, which gives the milliseconds. */
  startPhase(name: string): EndPhase {
    return startPhase(name);
  }

  /**
   * Calls `listener` when memory becomes scarce, to let go of what can be made again: idle sessions
   * (`session.evict('memory_pressure')`), caches. Memory is looked at every second while anybody listens; with
   * `metrics.runtime` off it is not. Returns the unsubscribe.
   */
  onMemoryPressure(listener: TelemetryListener<'memory.pressure'>): () => void {
    return this.on('memory.pressure', listener);
  }

  private readAttributes(phase: string, given: Attributes): Attributes {
    return this.pipeline.diagnostics.safely('attributes', phase, () => readAttributes(given), {});
  }
}
