/**
 * HTTP requests under OpenTelemetry's stable name. Attributes that only the client decides (`server.address`) are left out, as the
 * specification warns; an aborted request keeps status 499, which its span and its log line have too.
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */
import type { Operation, StandardMeasure } from '../../kernel/index.js';
import type { HttpExchange } from './http-exchange.js';

export const httpServerDuration: StandardMeasure = {
  definition: {
    name: 'http_server_request_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Duration of HTTP server requests',
    labelNames: [
      'http_request_method',
      'url_scheme',
      'http_response_status_code',
      'http_route',
      'network_protocol_version',
      'error_type',
    ],
    buckets: 'duration',
    family: 'HTTP server',
  },
  labels: (operation: Operation) => {
    const exchange = operation.subject as HttpExchange;
    const [method = '', , status = ''] = operation.labels;
    const errorType = exchange.errorTypeOf(operation) ?? '';
    return [method, exchange.scheme, status, exchange.route?.template ?? '', exchange.protocolVersion, errorType];
  },
};
