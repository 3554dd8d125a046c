/** One transport by its name: its calls, its connections, its messages, and what it costs to turn them into bytes and back. */
import { settle, type Attributes } from '../../kernel/index.js';
import type { TransportDirection } from '../../sources/index.js';
import type { HandleKeeper } from '../handle.js';
import { followLines, pairOf, type MessageStreams, type OpenStreams } from './line-follower.js';
import { Connecting } from './connecting.js';
import { TransportCall } from './transport-call.js';
import type { TransportMeter } from './transport-meter.js';

/**
 * What is known of a call when it begins.
 *
 * @example
 * ```ts
 * const start: TransportCallStart = { attributes: { 'export.format': 'pdf' } };
 *
 * transport('stdio').call('export', start).end();
 * ```
 */
export interface CallStart {
  /** On its span and its log line. */
  readonly attributes?: Attributes;
}

/** Enough for every child and socket of a service; what is never stopped must not grow without end. */
const MAX_OBSERVED = 1000;

/**
 * One transport by its name, and all that is counted of it.
 *
 * @example
 * ```ts
 * const line: Transport = transport('tcp');
 * const text = line.serialize(() => JSON.stringify({ id: order.id }));
 *
 * line.messageSent(Buffer.byteLength(text));
 * ```
 */
export class Transport {
  private readonly observed = new Map<object, () => void>();

  constructor(
    readonly name: string,
    private readonly meter: TransportMeter,
    private readonly keeper: HandleKeeper,
  ) {}

  /**
   * A request leaves: a part of what happens now, with its span and its log line. End it by `end` or `fail`.
   * @param operation what is asked for, such as `export`; a handful of values, becomes a label
   */
  call(operation: string, start?: CallStart): TransportCall {
    const { given } = this.keeper;
    const attributes = given.fields(given.fields(start).attributes);
    return new TransportCall(this.keeper, this.meter, given.name(operation), attributes);
  }

  /** A connection is wanted; say by `created` or `reused` how it was got. */
  connect(): Connecting {
    return new Connecting(this.keeper, this.meter);
  }

  /** Runs `encode`, which turns a message into bytes, and times it to its end, a promise to its settling. */
  serialize<T>(encode: () => T): T {
    return this.timed('sent', encode);
  }

  /** Runs `decode`, which turns bytes into a message, and times it likewise. */
  deserialize<T>(decode: () => T): T {
    return this.timed('received', decode);
  }

  /** A message of so many bytes has left. Where `observe` counts them, do not count them again. */
  messageSent(bytes: number): void {
    this.meter.message('sent', bytes);
  }

  /** A message of so many bytes has come. */
  messageReceived(bytes: number): void {
    this.meter.message('received', bytes);
  }

  /**
   * Counts the lines that a client and its server exchange, one line a message, without reading, holding or changing any: a child
   * process by its `stdin` and `stdout`, or a pair of streams. Returns the undo; streams that close need none.
   */
  observe(streams: MessageStreams): () => void {
    const pair = this.keeper.given.safely<OpenStreams>('observe', () => pairOf(streams), {});
    const key = pair.readable ?? pair.writable;
    if (key === undefined) return () => undefined;
    const known = this.observed.get(key);
    if (known !== undefined) return known;
    if (this.observed.size >= MAX_OBSERVED) this.observesTooMany();
    else
      this.observed.set(
        key,
        followLines(pair, this.meter, () => this.observed.delete(key)),
      );
    return this.observed.get(key) ?? (() => undefined);
  }

  /** For the instrument alone. */
  close(): void {
    for (const stop of this.observed.values()) stop();
  }

  private observesTooMany(): void {
    const advice = `more than ${MAX_OBSERVED} are observed at once; call the undo of what is over`;
    this.keeper.pipeline.diagnostics.misused('transports', 'too_many_observed', advice);
  }

  private timed<T>(direction: TransportDirection, work: () => T): T {
    const { clock } = this.keeper.pipeline;
    const startedAtMs = clock.now();
    const settled = () => this.meter.serialized(direction, (clock.now() - startedAtMs) / 1000);
    return settle(work, { context: undefined, settled });
  }
}
