/**
 * Outgoing HTTP calls under OpenTelemetry's stable name, whether or not anybody traces; our own names have the parts of a call
 * instead (`transport_*`). https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */
import type { Meter, MeterFamily, MetricDefinition } from '../../kernel/index.js';
import type { ClientRequests } from './client-requests.js';
import { serverOf } from './outgoing.convention.js';

export const httpClientDuration = {
  name: 'http_client_request_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Duration of HTTP client requests',
  labelNames: ['http_request_method', 'server_address', 'server_port', 'http_response_status_code', 'error_type'],
  buckets: 'duration',
  family: 'outgoing transports',
} as const satisfies MetricDefinition;

/** Address and port, as labels. */
export type Target = readonly [address: string, port: string];

export interface TimedCall {
  readonly method: string;
  readonly target: Target;
  /** 0 without an answer. */
  readonly statusCode: number;
  readonly errorType: string | undefined;
  readonly seconds: number;
}

const MAX_TARGETS = 256;

export class ClientDurations {
  private readonly family: MeterFamily<'histogram'>;
  private readonly targets = new Map<string, Target>();

  constructor(meter: Meter) {
    this.family = meter.define(httpClientDuration);
  }

  targetOf<R extends object>(requests: ClientRequests<R>, request: R): Target {
    const socketPath = requests.socketPathOf(request);
    return socketPath === undefined ? this.targetAt(requests.originOf(request)) : [socketPath, ''];
  }

  ended({ method, target: [address, port], statusCode, errorType = '', seconds }: TimedCall): void {
    const status = statusCode === 0 ? '' : String(statusCode);
    this.family.cell([method, address, port, status, errorType]).observe(seconds);
  }

  /** Origins come again and again; the memory of them is bounded. */
  private targetAt(origin: string): Target {
    const known = this.targets.get(origin);
    if (known !== undefined) return known;
    const target = readTarget(origin);
    if (this.targets.size >= MAX_TARGETS) this.targets.clear();
    this.targets.set(origin, target);
    return target;
  }
}

function readTarget(origin: string): Target {
  if (!URL.canParse(origin)) return ['', ''];
  const { address, port } = serverOf(new URL(origin));
  return [address, String(port)];
}
