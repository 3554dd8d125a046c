/**
 * The address a signal is sent to. Over HTTP a general endpoint gets the path of the signal.
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp
 */
import type { DefaultContext } from './option-row.js';
import type { ConfigOrigin } from './resolved-config.js';

export type OtlpSignal = 'traces' | 'metrics' | 'logs';

export interface EndpointSaid {
  readonly signal: OtlpSignal;
  readonly endpoint: string;
  readonly protocol: string;
  readonly origin: ConfigOrigin;
  /** The environment variable it came from, if it came from one. */
  readonly variable: string | undefined;
}

export function resolveEndpoint({ signal, endpoint, protocol, origin, variable }: EndpointSaid): string {
  const exactVariable = `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`;
  if (protocol === 'grpc' || origin === 'default' || variable === exactVariable) return endpoint;
  const isGeneral = origin === 'environment' || new URL(endpoint).pathname === '/';
  return isGeneral ? withSignalPath(endpoint, signal) : endpoint;
}

/** Where nothing was said about a signal it goes where traces go, as far as that can be told. */
export function endpointBesideTraces(signal: OtlpSignal, { valueOf, isSaid }: DefaultContext): string {
  const protocol = valueOf(`${signal}.protocol`);
  const hasExample = isSaid('traces.endpoint') && valueOf('traces.protocol') === protocol;
  if (protocol === 'grpc') return hasExample ? String(valueOf('traces.endpoint')) : 'http://localhost:4317';
  return withSignalPath(hasExample ? String(valueOf('traces.endpoint')) : 'http://localhost:4318', signal);
}

/** Headers are credentials more often than not: they go along only to where traces go. */
export function headersBesideTraces(signal: OtlpSignal, { valueOf, isSaid }: DefaultContext): unknown {
  return isSaid(`${signal}.endpoint`) || !isSaid('traces.headers') ? {} : valueOf('traces.headers');
}

function withSignalPath(endpoint: string, signal: OtlpSignal): string {
  const url = new URL(endpoint);
  const base = url.pathname.replace(/\/+$/, '').replace(/\/v1\/traces$/, '');
  // Said in full in a general variable, it is meant once.
  url.pathname = base.endsWith(`/v1/${signal}`) ? base : `${base}/v1/${signal}`;
  return url.href;
}
