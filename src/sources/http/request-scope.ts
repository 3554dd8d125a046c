/** The ids that everything inside a request shares: taken from its headers when they can be trusted, made otherwise. */
import { randomBytes } from 'node:crypto';
import type { HttpConfig, Identity, IncomingRequest } from '../../config/index.js';
import type { OperationScope } from '../../kernel/index.js';
import type { HttpExchange } from './http-exchange.js';

export interface ScopeOptions {
  readonly config: HttpConfig;
  readonly identify: ((request: IncomingRequest) => Identity | undefined) | undefined;
}

/** @param isRecorded whether anything keeps the ids; one that nobody keeps is not made, only handed on */
export function requestScope(
  exchange: HttpExchange,
  { config, identify }: ScopeOptions,
  isRecorded: boolean,
): OperationScope {
  const { headers } = exchange.request;
  const requestId = trustedId(headers[config.requestIdHeader]) ?? (isRecorded ? nextId() : undefined);
  const correlationId = trustedId(headers['x-correlation-id']) ?? requestId;
  if (identify === undefined) return { requestId, correlationId };
  return { requestId, correlationId, identify: () => identify(exchange.frameworkRequest as IncomingRequest) };
}

// Unique in the world by the process' part, cheap by the counter's: a UUID would cost ten times as much per request.
const processPart = randomBytes(8).toString('hex');
let counter = 0;

function nextId(): string {
  counter += 1;
  return `${processPart}-${counter.toString(36)}`;
}

// Printable, without spaces, quotes or separators: cannot forge a header, a log line or a query.
const TRUSTED_ID = /^[\w.:@/+=-]{1,128}$/;

/** An id from outside, or undefined when it is absent, hostile or too long. */
export function trustedId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && TRUSTED_ID.test(header) ? header : undefined;
}
