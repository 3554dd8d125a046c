/** How metrics and log records get to an OTLP receiver: as bytes that are a request already, over gRPC or HTTP. */
import { DeliveryError } from './delivery-error.js';
import { agentFor, post } from './http-post.js';
import { grpcSender } from './otlp-grpc.js';
import { rejectedIn } from './otlp-answer.js';
import type { OtlpTarget } from './otlp-target.js';

export interface OtlpSender {
  /**
   * Resolves with how many records the receiver refused for good.
   * @throws DeliveryError when it took nothing
   */
  send(request: Uint8Array): Promise<number>;
  /** Cuts off what is under way. */
  close(): void;
}

export interface OtlpSenderOptions extends OtlpTarget {
  readonly signal: 'metrics' | 'logs';
  readonly protocol: 'grpc' | 'http/protobuf';
}

const METHODS = {
  metrics: '/opentelemetry.proto.collector.metrics.v1.MetricsService/Export',
  logs: '/opentelemetry.proto.collector.logs.v1.LogsService/Export',
} as const;

/** @throws ObservabilityError OBS_ERR_PEER_MISSING when gRPC is wanted and not installed */
export function otlpSender({ signal, protocol, ...target }: OtlpSenderOptions): OtlpSender {
  return protocol === 'grpc' ? grpcSender(target, METHODS[signal]) : httpSender(target);
}

/** https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const RETRYABLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);

function httpSender({ endpoint, headers, timeoutMs }: OtlpTarget): OtlpSender {
  const url = new URL(endpoint);
  const agent = agentFor(url);
  const own = { ...headers, 'content-type': 'application/x-protobuf' };
  return {
    send: async (body) => {
      const { status, retryAfterMs, body: answer } = await post({ url, agent, headers: own, body, timeoutMs });
      if (status >= 200 && status < 300) return rejectedIn(answer);
      const isTransient = RETRYABLE.has(status);
      const reason = isTransient ? 'export_failed' : 'rejected';
      throw new DeliveryError(`it answered ${status}`, { isTransient, reason, retryAfterMs });
    },
    close: () => agent.destroy(),
  };
}
