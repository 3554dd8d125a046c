/** What a call takes along: the trace and the baggage as OTEL_PROPAGATORS says, and the ids of the causal chain. */
import { propagation, type Context } from '@opentelemetry/api';
import { CAUSATION_ID, CORRELATION_ID, correlationOf, nextId } from '../../hooks/index.js';
import { operationIn } from '../../kernel/index.js';
import type { ClientRequests } from './client-requests.js';

export class OutgoingHeaders {
  constructor(private readonly requestIdHeader: string) {}

  sendIds<R extends object>(requests: ClientRequests<R>, request: R, ambient: Context): void {
    const scope = operationIn(ambient)?.scope;
    if (scope === undefined) return;
    const { requestId, messageId } = scope;
    if (requestId !== undefined) requests.set(request, this.requestIdHeader, requestId);
    requests.set(request, CORRELATION_ID, scope.correlationId ?? correlationOf(scope, requestId ?? nextId()));
    if (messageId !== undefined) requests.set(request, CAUSATION_ID, messageId);
  }

  sendTrace<R extends object>(requests: ClientRequests<R>, request: R, ambient: Context): void {
    propagation.inject(ambient, request, requests);
  }
}

/** Whether somebody has set the trace already: an instrumentation that did has made the span too. */
export function isPropagated<R extends object>(requests: ClientRequests<R>, request: R): boolean {
  for (const field of propagation.fields()) {
    if (field !== 'baggage' && requests.hasHeader(request, field)) return true;
  }
  return false;
}
