/**
 * Outgoing HTTP calls: whoever this application calls gets the trace, the baggage and the ids of the causal chain, and every
 * call is measured, recorded or not. Covers `fetch`,
 * undici, `node:http` and `node:https`; HTTP/2 and gRPC clients bring their own instrumentation.
 */
import type { Conventions } from '../../config/index.js';
import { noMeter, type Meter, type OperationPipeline, type OperationSource } from '../../kernel/index.js';
import { followNodeHttp } from './node-http-calls.js';
import { OutgoingCalls } from './outgoing-call.js';
import { httpClientConvention } from './outgoing.convention.js';
import { OutgoingHeaders } from './outgoing-headers.js';
import { followUndici } from './undici-calls.js';

export interface OutgoingOptions {
  /** Header that carries the request id, in lower case. */
  readonly requestIdHeader: string;
  /** @default 'prometheus' */
  readonly conventions?: Conventions;
}

export class OutgoingSource implements OperationSource {
  readonly name = 'outgoing';
  readonly conventions = [httpClientConvention];
  private stop: () => void = () => undefined;

  constructor(private readonly options: OutgoingOptions) {}

  attach(pipeline: OperationPipeline, meter: Meter = noMeter): void {
    this.detach();
    const { requestIdHeader, conventions = 'prometheus' } = this.options;
    const headers = new OutgoingHeaders(requestIdHeader);
    const calls = new OutgoingCalls({ pipeline, meter, headers, conventions });
    const followed = [followUndici(calls), followNodeHttp(calls)];
    this.stop = () => {
      for (const { stopBeginning } of followed) stopBeginning();
      calls.whenIdle(() => followed.forEach(({ stopEnding }) => stopEnding()));
    };
  }

  detach(): void {
    this.stop();
    this.stop = () => undefined;
  }
}
