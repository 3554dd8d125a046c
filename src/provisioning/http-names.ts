/** Under which names requests are counted: our own, or OpenTelemetry's with `conventions: 'otel'`. */
export interface HttpNames {
  /** Metric that has to be there. */
  readonly family: string;
  readonly count: string;
  readonly duration: string;
  readonly routeLabel: string;
  readonly statusLabel: string;
}

const OTEL_DURATION = 'http_server_request_duration_seconds';

const OWN: HttpNames = {
  family: 'http_requests_total',
  count: 'http_requests_total',
  duration: 'http_request_duration_seconds',
  routeLabel: 'route',
  statusLabel: 'status',
};

const OTEL: HttpNames = {
  family: OTEL_DURATION,
  count: `${OTEL_DURATION}_count`,
  duration: OTEL_DURATION,
  routeLabel: 'http_route',
  statusLabel: 'http_response_status_code',
};

/** @param has whether the application has a metric of this name */
export function httpNamesAmong(has: (metric: string) => boolean): HttpNames {
  return has(OTEL_DURATION) && !has(OWN.family) ? OTEL : OWN;
}
