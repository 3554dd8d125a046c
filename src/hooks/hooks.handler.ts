/**
 * Publishes operations on the telemetry bus, and only while somebody listens. An error is told once, by the innermost operation
 * that met it; what answers a request with a 4xx is no error.
 */
import {
  isExpectedError,
  isLongLived,
  type Operation,
  type OperationHandler,
  type TelemetryBus,
  type TelemetryEventName,
  type TelemetryIds,
} from '../kernel/index.js';

const OPERATION_EVENTS: readonly TelemetryEventName[] = [
  'operation.start',
  'operation.end',
  'operation.error',
  'performance.slow',
];

export class HooksHandler implements OperationHandler {
  readonly name = 'hooks';

  private readonly told = new WeakSet<object>();

  constructor(
    private readonly bus: TelemetryBus,
    /** Operations slower than this are announced as `performance.slow`, in milliseconds; 0 is never. */
    private readonly slowMs: number,
  ) {}

  handles(): boolean {
    return OPERATION_EVENTS.some((event) => this.bus.hasListeners(event));
  }

  /** Calls of methods are told when they are operations anyway (sampled); a listener is no reason to make one. */
  wants(): boolean {
    return false;
  }

  start(operation: Operation): void {
    if (this.bus.hasListeners('operation.start')) this.bus.emit('operation.start', { ...idsOf(operation), operation });
  }

  end(operation: Operation): void {
    const ids = idsOf(operation);
    this.bus.emit('operation.end', { ...ids, operation });
    if (this.isNewError(operation)) this.bus.emit('operation.error', { ...ids, operation, error: operation.error });
    if (this.isSlow(operation)) {
      this.bus.emit('performance.slow', { ...ids, operation, thresholdMs: this.slowMs });
    }
  }

  private isSlow({ kind, durationMs }: Operation): boolean {
    return this.slowMs > 0 && durationMs > this.slowMs && !isLongLived(kind);
  }

  private isNewError({ outcome, error }: Operation): boolean {
    if (outcome !== 'error' || isExpectedError(error)) return false;
    if (typeof error !== 'object' || error === null) return true;
    const isNew = !this.told.has(error);
    this.told.add(error);
    return isNew;
  }
}

/** The ids that tie something to the work it happened in; what is not known is left out. */
export function idsOf({ span, scope }: Operation): TelemetryIds {
  const spanContext = span?.spanContext();
  return {
    ...(spanContext && { traceId: spanContext.traceId, spanId: spanContext.spanId }),
    ...(scope.requestId !== undefined && { requestId: scope.requestId }),
    ...(scope.correlationId !== undefined && { correlationId: scope.correlationId }),
  };
}
