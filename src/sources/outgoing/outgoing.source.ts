/**
 * Outgoing HTTP calls: whoever this application calls gets the trace, the baggage and the request id. Covers `fetch`,
 * undici, `node:http` and `node:https`; HTTP/2 and gRPC clients bring their own instrumentation.
 */
import type { OperationPipeline, OperationSource } from '../../kernel/index.js';
import { followNodeHttp } from './node-http-calls.js';
import { OutgoingCall, type OutgoingOptions, type OutgoingRequest } from './outgoing-call.js';
import { httpClientConvention } from './outgoing.convention.js';
import { followUndici } from './undici-calls.js';

export class OutgoingSource implements OperationSource {
  readonly name = 'outgoing';
  readonly conventions = [httpClientConvention];
  private stops: readonly (() => void)[] = [];

  constructor(private readonly options: OutgoingOptions) {}

  attach(pipeline: OperationPipeline): void {
    this.detach();
    const begin = (request: OutgoingRequest) => beginSafely(pipeline, request, this.options);
    this.stops = [followUndici(begin), followNodeHttp(begin)];
  }

  detach(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }
}

/** The application's request leaves whatever happens here. */
function beginSafely(pipeline: OperationPipeline, request: OutgoingRequest, options: OutgoingOptions) {
  return pipeline.diagnostics.safely(
    'outgoing',
    'request',
    () => OutgoingCall.begin(pipeline, request, options),
    undefined,
  );
}
