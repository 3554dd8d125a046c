/**
 * How HTTP requests are named and measured. Durations in seconds, sizes in bytes; an aborted request has status 499. A request
 * for an event stream ends with the head of its answer and has no response size; the stream is measured by itself.
 */
import {
  SIZE_BUCKETS_BYTES,
  type MetricDefinition,
  type Operation,
  type OperationConvention,
} from '../../kernel/index.js';
import type { HttpExchange } from './http-exchange.js';
import { httpServerDuration } from './http.otel.js';

/** Requests that no route of the application matched share one value. */
export const UNMATCHED_ROUTE = '_UNMATCHED';
/** nginx' code for "client closed request"; HTTP itself has none. */
export const CLIENT_CLOSED_REQUEST = 499;

const KNOWN_METHODS = new Set([
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'QUERY',
]);

/** Verbs outside RFC 9110, RFC 5789 and QUERY fold into `_OTHER`, so that a scanner cannot make series. */
export function methodLabel(method: string | undefined): string {
  return method !== undefined && KNOWN_METHODS.has(method) ? method : '_OTHER';
}

const LABELS = ['method', 'route', 'status'] as const;

function define(
  definition: Omit<MetricDefinition, 'family' | 'labelNames'> & { labelNames?: readonly string[] },
): MetricDefinition {
  return { labelNames: LABELS, ...definition, family: 'HTTP server' };
}

const exchangeOf = (operation: Operation): HttpExchange => operation.subject as HttpExchange;

export const httpServerConvention: OperationConvention = {
  kind: 'http.server',
  labelNames: LABELS,
  measures: [
    {
      definition: define({ name: 'http_requests_total', type: 'counter', unit: 'count', help: 'Requests that ended' }),
      value: 'count',
    },
    {
      definition: define({
        name: 'http_request_duration_seconds',
        type: 'histogram',
        unit: 'seconds',
        help: 'Time from the first byte of a request to the end of its response',
        buckets: 'duration',
      }),
      value: 'duration',
      otel: httpServerDuration,
    },
    {
      definition: define({
        name: 'http_requests_active',
        type: 'gauge',
        unit: 'count',
        help: 'Requests being answered now',
        labelNames: ['method'],
      }),
      value: 'active',
    },
    {
      definition: define({
        name: 'http_request_size_bytes',
        type: 'histogram',
        unit: 'bytes',
        help: 'Declared size of request bodies',
        buckets: SIZE_BUCKETS_BYTES,
      }),
      value: (operation) => exchangeOf(operation).requestBytes,
    },
    {
      definition: define({
        name: 'http_response_size_bytes',
        type: 'histogram',
        unit: 'bytes',
        help: 'Size of response bodies; streamed ones as sent on the wire',
        buckets: SIZE_BUCKETS_BYTES,
      }),
      value: (operation) => exchangeOf(operation).responseBytes,
    },
  ],
};
