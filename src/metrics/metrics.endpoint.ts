/** `/metrics`: every scrape is one streamed answer in the format the client asked for. */
import type { MetricsConfig } from '../config/index.js';
import type { Endpoint, EndpointAnswer, EndpointRequest } from '../endpoints/index.js';
import { formatFor } from './accept.js';
import type { Exposition } from './exposition.js';
import { formats } from './text-format.js';

/**
 * The endpoint at `metrics.path`. `Accept` chooses between Prometheus text 0.0.4 and OpenMetrics 1.0; `?name[]=a&name[]=b`
 * answers with these families only.
 */
export function metricsEndpoint(exposition: Exposition, config: Pick<MetricsConfig, 'path' | 'bearerToken'>): Endpoint {
  return {
    path: config.path,
    title: 'Prometheus metrics',
    bearerToken: config.bearerToken,
    isCompressible: true,
    answer: (request) => scrape(exposition, request),
  };
}

function scrape(exposition: Exposition, { headers, query }: EndpointRequest): EndpointAnswer {
  const format = formatFor(headers.accept);
  return {
    status: 200,
    headers: { 'content-type': formats[format].contentType, vary: 'Accept, Accept-Encoding' },
    body: exposition.write(format, query.getAll('name[]')),
  };
}
