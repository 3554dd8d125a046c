/** One request over a transport, to the last byte of its answer. Told of its moments, it times what lies between them. */
import type { Attributes, OperationStart } from '../../kernel/index.js';
import { failureOf } from '../../sources/index.js';
import { Handle, type HandleKeeper, type OnEnd } from '../handle.js';
import type { TransportMeter } from './transport-meter.js';

/** Names of W3C's Resource Timing, as on the spans of outgoing HTTP calls. */
type Moment = 'connectEnd' | 'requestStart' | 'responseStart';

/**
 * One request over a transport, to the last byte of its answer.
 *
 * @example
 * ```ts
 * const call: TransportCall = transport('tcp').call('quote');
 *
 * call.reused();
 * call.sent(128);
 * call.firstByte();
 * call.received(4_096);
 * call.end();
 * ```
 */
export class TransportCall extends Handle {
  private sentAtMs: number | undefined;
  private firstByteAtMs: number | undefined;
  private headersAtMs: number | undefined;

  constructor(
    keeper: HandleKeeper,
    private readonly meter: TransportMeter,
    operation: string,
    attributes: Attributes | undefined,
  ) {
    super(keeper, startOf(meter.transport, operation, attributes), counting(meter, operation));
  }

  /** A connection was opened for this very call, from its start until now. */
  connected(): void {
    if (!this.isUsable()) return;
    this.meter.created(this.secondsSince(this.operation.startedAtMs));
    this.mark('connectEnd');
  }

  /** It goes over a connection that was open already. */
  reused(): void {
    if (this.isUsable()) this.meter.reused();
  }

  /** So many bytes of its body have left; call it as often as there are parts. */
  sent(bytes: number): void {
    if (!this.isUsable()) return;
    this.meter.body('sent', bytes);
    if (this.sentAtMs !== undefined) return;
    this.sentAtMs = this.now();
    this.mark('requestStart');
  }

  /** The answer begins. Only the first time counts, so it may be called with every part. */
  firstByte(): void {
    if (!this.isUsable() || this.firstByteAtMs !== undefined) return;
    this.firstByteAtMs = this.now();
    this.meter.took('firstByte', this.secondsSince(this.operation.startedAtMs));
    this.mark('responseStart');
  }

  /** The head of the answer is complete, for transports whose answers have one; timed from what was sent first. */
  headers(): void {
    if (!this.isUsable() || this.headersAtMs !== undefined) return;
    this.headersAtMs = this.now();
    this.meter.took('header', this.secondsSince(this.sentAtMs ?? this.operation.startedAtMs));
  }

  /** So many bytes of the answer's body have come. */
  received(bytes: number): void {
    if (this.isUsable()) this.meter.body('received', bytes);
  }

  /** The answer is complete; how long it took from its head, else from its first byte, is measured. */
  override end(): boolean {
    const answeredAtMs = this.headersAtMs ?? this.firstByteAtMs;
    if (!this.isEnded && answeredAtMs !== undefined) this.meter.took('transfer', this.secondsSince(answeredAtMs));
    return super.end({ outcome: 'ok' });
  }

  /** It came to nothing. An `AbortError` is the caller's own wish and ends it as canceled. */
  fail(error: unknown): void {
    const { outcome, errorType } = failureOf(error);
    if (!this.isEnded && errorType !== undefined) this.operation.annotate({ 'error.type': errorType });
    super.end({ outcome, error });
  }

  private mark(name: Moment): void {
    this.event(name);
  }

  private now(): number {
    return this.keeper.pipeline.clock.now();
  }

  private secondsSince(reading: number): number {
    return (this.now() - reading) / 1000;
  }
}

function startOf(transport: string, operation: string, attributes: Attributes | undefined): OperationStart {
  return {
    kind: 'transport.call',
    name: `${transport} ${operation}`,
    attributes: { ...attributes, 'transport.name': transport, 'transport.operation': operation },
  };
}

/** Counts whatever end it comes to, also that of a call that was forgotten; refers to no handle. */
function counting(meter: TransportMeter, operation: string): OnEnd {
  return ({ outcome, error }) => {
    meter.operation(operation, outcome);
    if (outcome === 'error') meter.failed(failureOf(error).errorType ?? '_OTHER');
  };
}
