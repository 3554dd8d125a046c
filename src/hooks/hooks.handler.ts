/**
 * Publishes operations on the telemetry bus, and only while somebody listens. An error is told once, by the innermost operation
 * that met it; what answers a request with a 4xx is no error.
 */
import {
  isExpectedError,
  isLongLived,
  isTelemetrySuppressed,
  type Operation,
  type OperationHandler,
  type TelemetryBus,
  type TelemetryEventName,
  type TelemetryIds,
} from '../kernel/index.js';
import type { ExchangeFacts } from './http-exchange.js';

const AT_START: readonly TelemetryEventName[] = ['operation.start', 'http.request'];
const AT_END: readonly TelemetryEventName[] = [
  'operation.end',
  'operation.error',
  'http.response',
  'performance.slow',
  'performance.phase',
];
/** What can happen inside an operation; whoever hears of it is called when that is over. */
const INSIDE: readonly TelemetryEventName[] = [...AT_START, ...AT_END, 'ai.completion', 'metric', 'log'];

export interface HooksHandlerOptions {
  readonly bus: TelemetryBus;
  /** Operations slower than this are announced as `performance.slow`, in milliseconds; 0 is never. */
  readonly slowMsOf: (operation: Operation) => number;
  readonly exchanges: ExchangeFacts;
}

export class HooksHandler implements OperationHandler {
  readonly name = 'hooks';

  private readonly bus: TelemetryBus;
  private readonly told = new WeakSet<object>();
  private hearsStarts = false;
  private hearsEnds = false;

  constructor(private readonly options: HooksHandlerOptions) {
    this.bus = options.bus;
    this.listen();
    this.bus.onInterestChange(() => this.listen());
  }

  handles(): boolean {
    return this.isHeard(INSIDE);
  }

  /** Calls of methods are told when they are operations anyway (sampled); a listener is no reason to make one. */
  wants(): boolean {
    return false;
  }

  start(operation: Operation): void {
    const { bus } = this;
    if (!this.hearsStarts || isTelemetrySuppressed(operation.context)) return;
    if (bus.hasListeners('operation.start')) bus.emit('operation.start', { ...idsOf(operation), operation });
    if (bus.hasListeners('http.request') && this.isExchange(operation)) this.tellRequest(operation);
  }

  end(operation: Operation): void {
    this.bus.release(operation);
    if (!this.hearsEnds || isTelemetrySuppressed(operation.context)) return;
    if (this.bus.hasListeners('operation.end')) this.bus.emit('operation.end', { ...idsOf(operation), operation });
    if (this.bus.hasListeners('http.response') && this.isExchange(operation)) this.tellResponse(operation);
    if (operation.kind === 'phase') this.tellPhase(operation);
    if (this.isNewError(operation)) this.tellError(operation);
    this.tellSlow(operation);
  }

  discard(operation: Operation): void {
    this.bus.forget(operation);
  }

  /** Asked once for each change of listeners instead of for each operation. */
  private listen(): void {
    this.hearsStarts = this.isHeard(AT_START);
    this.hearsEnds = this.isHeard(AT_END);
  }

  private isHeard(events: readonly TelemetryEventName[]): boolean {
    return events.some((event) => this.bus.hasListeners(event));
  }

  private isExchange(operation: Operation): boolean {
    return operation.kind === 'http.server' && this.options.exchanges.areOf(operation);
  }

  private tellRequest(operation: Operation): void {
    this.bus.emit('http.request', { ...idsOf(operation), ...this.options.exchanges.request(operation) }, operation);
  }

  private tellResponse(operation: Operation): void {
    this.bus.emit('http.response', { ...idsOf(operation), ...this.options.exchanges.response(operation) }, operation);
  }

  private tellPhase(operation: Operation): void {
    const { name, durationMs, outcome } = operation;
    this.bus.emit('performance.phase', { ...idsOf(operation), operation, name, durationMs, outcome: outcome! });
  }

  private tellError(operation: Operation): void {
    this.bus.emit('operation.error', { ...idsOf(operation), operation, error: operation.error });
  }

  private tellSlow(operation: Operation): void {
    if (!this.bus.hasListeners('performance.slow')) return;
    const thresholdMs = this.options.slowMsOf(operation);
    const isSlow = thresholdMs > 0 && operation.durationMs > thresholdMs && !isLongLived(operation.kind);
    if (isSlow) this.bus.emit('performance.slow', { ...idsOf(operation), operation, thresholdMs });
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
