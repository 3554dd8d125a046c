/** Where requests are read: our own metrics, or OpenTelemetry's names with `conventions: 'otel'`. */
import type { MetricDefinition } from '../../kernel/index.js';
import type { PanelQueries, Period } from './panel-queries.js';

export interface HttpNames {
  readonly duration: MetricDefinition;
  readonly route: string;
  /** What failed on our side. */
  readonly failed: string;
}

/** Undefined for an application without an HTTP server. */
export function httpNames(queries: PanelQueries): HttpNames | undefined {
  const own = queries.find('http_request_duration_seconds');
  if (own !== undefined) return { duration: own, route: 'route', failed: 'status=~"5.."' };
  const otel = queries.find('http_server_request_duration_seconds');
  return otel && { duration: otel, route: 'http_route', failed: 'http_response_status_code=~"5.."' };
}

/** Share of the requests that failed; nothing while nobody asks, 0 before the first failure. */
export function errorShare(queries: PanelQueries, { duration, failed }: HttpNames, period: Period = {}): string {
  const all = queries.rate(duration, period);
  const errors = queries.rate(duration, { ...period, matchers: [failed] });
  return `(${errors} or 0 * ${all}) / (${all} > 0)`;
}
