/** The ids that everything inside a request shares: taken from its headers when they can be trusted, made otherwise. */
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpConfig, Identity, IncomingRequest } from '../../config/index.js';
import { nextId, trustedId } from '../../hooks/index.js';
import type { OperationScope } from '../../kernel/index.js';

export interface ScopeOptions {
  readonly config: HttpConfig;
  readonly identify: ((request: IncomingRequest) => Identity | undefined) | undefined;
}

/** A request of HTTP, or the one that a WebSocket began as. */
export interface ScopeCarrier {
  readonly request: { readonly headers: IncomingHttpHeaders };
  readonly frameworkRequest: unknown;
}

/** @param isRecorded whether anything keeps the ids; one that nobody keeps is not made, only handed on */
export function requestScope(
  exchange: ScopeCarrier,
  { config, identify }: ScopeOptions,
  isRecorded: boolean,
): OperationScope {
  const { headers } = exchange.request;
  const requestId = trustedId(headers[config.requestIdHeader]) ?? (isRecorded ? nextId() : undefined);
  const correlationId = trustedId(headers['x-correlation-id']) ?? requestId;
  const causationId = trustedId(headers['x-causation-id']);
  const scope: OperationScope = { requestId, correlationId, messageId: requestId, causationId };
  if (identify !== undefined) scope.identify = identifier(identify, exchange);
  return scope;
}

/** The exchange is asked late: the framework's request comes after the raw one. */
function identifier(
  identify: NonNullable<ScopeOptions['identify']>,
  exchange: ScopeCarrier,
): () => Identity | undefined {
  return () => identify(exchange.frameworkRequest as IncomingRequest);
}
