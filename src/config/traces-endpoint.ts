/**
 * The address spans are sent to. Over HTTP a general endpoint gets the path of the signal.
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp
 */
import type { ConfigOrigin } from './resolved-config.js';

const SIGNAL_PATH = '/v1/traces';
const EXACT_VARIABLE = 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT';

export interface EndpointSaid {
  readonly endpoint: string;
  readonly protocol: string;
  readonly origin: ConfigOrigin;
  /** The environment variable it came from, if it came from one. */
  readonly variable: string | undefined;
}

export function resolveTracesEndpoint({ endpoint, protocol, origin, variable }: EndpointSaid): string {
  if (protocol === 'grpc' || origin === 'default' || variable === EXACT_VARIABLE) return endpoint;
  const isGeneral = origin === 'environment' || new URL(endpoint).pathname === '/';
  return isGeneral ? withSignalPath(endpoint) : endpoint;
}

function withSignalPath(endpoint: string): string {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '');
  // Said in full in a general variable, it is meant once.
  if (!base.endsWith(SIGNAL_PATH)) url.pathname = `${base}${SIGNAL_PATH}`;
  return url.href;
}
