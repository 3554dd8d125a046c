/**
 * Server-sent events by topic, with a replay buffer: a client that comes back with its Last-Event-ID gets exactly what it missed.
 * The streams themselves are watched where they are written; here is counted what is never written.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
import type { MeterFamily } from '../../kernel/index.js';
import { sseEvents } from '../../sources/index.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { SseTopic } from './sse-topic.js';
import { Topic, type TopicMeter } from './topic.js';
import { Topics } from './topics.js';

/**
 * How much a topic keeps, and how long.
 *
 * @example
 * ```ts
 * const options: StreamOptions = { key: 'conversation-7', keep: 200, idleTimeoutMs: 60_000 };
 *
 * getInstrument(SseInstrument).stream('tokens', options).publish({ data: 'Hello' });
 * ```
 */
export interface StreamOptions {
  /** Which one of this name: the id of a conversation. No label. @default one for all */
  readonly key?: string;
  /** How many of the last events are kept for clients that come back or read slowly. @default 100 */
  readonly keep?: number;
  /** How much data those may have together, in bytes. @default 1_048_576 */
  readonly maxBufferBytes?: number;
  /** Without a client and without an event for this long the topic and its events go, in milliseconds. @default 300_000 */
  readonly idleTimeoutMs?: number;
}

/**
 * Topics of server-sent events: kept for who comes back, bounded, and counted.
 *
 * @example
 * ```ts
 * const news = getInstrument(SseInstrument).stream<Order>('orders', { keep: 50 });
 *
 * news.publish({ id: order.id, type: 'placed', data: order });
 * ```
 */
export class SseInstrument extends Instrument {
  readonly name = 'sse';
  private readonly topics: Topics;
  private readonly events: MeterFamily<'counter'>;

  constructor(host: InstrumentHost) {
    super(host);
    this.topics = new Topics(host.pipeline.clock);
    this.events = host.meter.define(sseEvents);
  }

  /** Topics kept now. */
  get topicCount(): number {
    return this.topics.count;
  }

  /**
   * The topic of this name and key, made when it is first used; its options are decided then.
   *
   * @param streamName label `stream` of all that is counted of it, a handful of values
   */
  stream<T = unknown>(streamName: string, options?: StreamOptions): SseTopic<T> {
    const name = this.given.name(streamName);
    const { key, ...limits } = this.given.fields(options);
    const create = (): Topic => this.createTopic(name, limits);
    const find = (): Topic => this.topics.use(JSON.stringify([name, this.given.id(key) ?? '']), create);
    return new SseTopic(name, find, this.given);
  }

  /** A server closes when its last answer has ended, and these end with their clients: it would wait for ever. */
  override drain(): void {
    this.topics.close();
  }

  override close(): void {
    this.topics.close();
  }

  /** Everything that is kept has a bound. */
  private createTopic(name: string, { keep, maxBufferBytes, idleTimeoutMs }: StreamOptions): Topic {
    const limits = {
      maxEvents: this.given.positive('keep', keep, 100),
      maxBytes: this.given.positive('maxBufferBytes', maxBufferBytes, 1_048_576),
    };
    return new Topic(limits, this.given.positive('idleTimeoutMs', idleTimeoutMs, 300_000), this.meterOf(name));
  }

  private meterOf(name: string): TopicMeter {
    return {
      deduplicated: () => this.events.cell([name, 'deduplicated']).add(1),
      dropped: (count) => this.events.cell([name, 'dropped']).add(count),
    };
  }
}
