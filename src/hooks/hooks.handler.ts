/** Publishes operations on the telemetry bus, and only while somebody listens. */
import type { Operation, OperationHandler, TelemetryBus, TelemetryEventName, TelemetryIds } from '../kernel/index.js';

const OPERATION_EVENTS: readonly TelemetryEventName[] = [
  'operation.start',
  'operation.end',
  'operation.error',
  'performance.slow',
];

export class HooksHandler implements OperationHandler {
  readonly name = 'hooks';

  constructor(
    private readonly bus: TelemetryBus,
    /** Operations slower than this are announced as `performance.slow`, in milliseconds; 0 is never. */
    private readonly slowMs: number,
  ) {}

  handles(): boolean {
    return OPERATION_EVENTS.some((event) => this.bus.hasListeners(event));
  }

  start(operation: Operation): void {
    if (this.bus.hasListeners('operation.start')) this.bus.emit('operation.start', { ...idsOf(operation), operation });
  }

  end(operation: Operation): void {
    const ids = idsOf(operation);
    this.bus.emit('operation.end', { ...ids, operation });
    if (operation.outcome === 'error') this.bus.emit('operation.error', { ...ids, operation, error: operation.error });
    if (this.slowMs > 0 && operation.durationMs > this.slowMs) {
      this.bus.emit('performance.slow', { ...ids, operation, thresholdMs: this.slowMs });
    }
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
