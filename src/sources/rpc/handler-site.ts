/** One pattern of one server: everything about its messages that is known before the first one arrives. */
import type { Outcome } from '../../kernel/index.js';
import { labelsByOutcome } from './rpc.convention.js';
import { at } from './message-fields.js';
import { transportOfServer } from './transports.js';

export class HandlerSite {
  readonly transport: string;
  /** As the server knows it: object patterns in Nest's own notation, wildcards unresolved. */
  readonly pattern: string;
  readonly labels: string[];
  readonly endLabels: Readonly<Record<Outcome, string[]>>;
  /** A gRPC handler that gets the bare call, and answers by it instead of by its result. */
  readonly isPassThrough: boolean;
  /** Behind another handler of the same event; the message is that one's operation. */
  isChained = false;

  constructor(
    readonly server: object,
    pattern: unknown,
    readonly isEvent: boolean,
  ) {
    this.transport = transportOfServer(server);
    this.pattern = this.transport === 'grpc' ? grpcPattern(pattern) : textPattern(server, pattern);
    this.labels = [this.transport, this.pattern];
    this.endLabels = labelsByOutcome(this.transport, this.pattern);
    this.isPassThrough = this.transport === 'grpc' && at(pattern, 'streaming') === 'pt_stream';
  }
}

/** Nest registers gRPC methods under an object of three parts. */
function grpcPattern(pattern: unknown): string {
  return `${String(at(pattern, 'service'))}/${String(at(pattern, 'rpc'))}`;
}

/** Nest's own notation of a pattern: sorted keys, no white space. Kafka takes regular expressions too. */
export function textPattern(serverOrClient: object, pattern: unknown): string {
  if (typeof pattern === 'string') return pattern;
  if (pattern instanceof RegExp) return String(pattern);
  const normalize = (serverOrClient as { normalizePattern?: (pattern: unknown) => unknown }).normalizePattern;
  return String(typeof normalize === 'function' ? normalize.call(serverOrClient, pattern) : JSON.stringify(pattern));
}
