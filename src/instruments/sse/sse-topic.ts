/** What an application holds of a topic. It finds the topic anew each time, so it may be held however long. */
import type { ServerResponse } from 'node:http';
import type { MessageEvent } from '@nestjs/common';
import { Observable, type Subscriber } from 'rxjs';
import { feedStream, responseHere, type StreamFeed } from '../../sources/index.js';
import { isObject, type Given } from '../given.js';
import type { KeptEvent } from './event-log.js';
import { writeEvents } from './event-wire.js';
import type { TopicClient } from './topic-client.js';
import type { Listener, Topic } from './topic.js';

/**
 * One event, as it is published.
 *
 * @example
 * ```ts
 * const placed: PublishedEvent<Order> = { id: order.id, type: 'placed', data: order };
 *
 * getInstrument(SseInstrument).stream<Order>('orders').publish(placed);
 * ```
 */
export interface PublishedEvent<T> {
  /** What a client that comes back names. One that the topic still keeps is not published again. @default one that is unique */
  readonly id?: string;
  /** Name of the event. @default `message`, which clients hear without asking for it */
  readonly type?: string;
  /** Text as it is, everything else as JSON. */
  readonly data: T;
}

/**
 * What is known of a client that connects.
 *
 * @example
 * ```ts
 * const connectOptions = (lastEventId?: string): ConnectOptions => ({ lastEventId });
 *
 * const events = getInstrument(SseInstrument).stream('orders').connect(connectOptions('42'));
 * ```
 */
export interface ConnectOptions {
  /** The header `Last-Event-ID` of the request. */
  readonly lastEventId?: string | undefined;
  /**
   * Express's response, Fastify's reply or Node's own: the one that the events are written to.
   * @default that of the request being handled, where traces or logs are on
   */
  readonly response?: object;
}

/** A field ends at these. */
const BREAKS_A_LINE = /[\r\n\0]/;

/**
 * One topic: what is published there, and who listens.
 *
 * @example
 * ```ts
 * @Controller('orders')
 * class OrderNews {
 *   private readonly topic: SseTopic<Order> = getInstrument(SseInstrument).stream('orders');
 *
 *   @Sse('news')
 *   news(@Headers('last-event-id') lastEventId?: string): ReturnType<SseTopic['connect']> {
 *     return this.topic.connect({ lastEventId });
 *   }
 * }
 * ```
 */
export class SseTopic<T = unknown> {
  constructor(
    readonly name: string,
    private readonly find: () => Topic,
    private readonly given: Given,
  ) {}

  /**
   * Sends an event to everybody who listens, and keeps it for those who come back.
   * @returns false when nothing was published: an event of this id is there already, or the data is no JSON
   */
  publish(published: PublishedEvent<T>): boolean {
    const { id, type, data } = this.given.fields(published);
    const topic = this.find();
    const text = this.textOf(data);
    if (text === undefined) return false;
    const event = { id: this.lineOf(id) ?? topic.nextId(), type: this.lineOf(type), data: text };
    return topic.publish({ ...event, bytes: Buffer.byteLength(text) });
  }

  /**
   * The events for one client, for `@Sse()`: those it has missed since `lastEventId`, then those to come. An id that the topic
   * does not know (any more) gives all that it keeps; no id, only what is to come.
   *
   * A client that reads slowly is written to as it reads. What leaves the topic's buffer before it could be written is dropped for
   * this client, oldest first, and counted; the rest stays in its order. Without a response nobody sees how a client reads:
   * everything is emitted at once.
   */
  connect(options?: ConnectOptions): Observable<MessageEvent> {
    const { lastEventId, response } = this.given.fields(options);
    const destination = response === undefined ? responseHere() : this.destinationOf(response);
    const feed = new Feed(this.name);
    // Now, since the stream is counted from its head on.
    if (destination !== undefined) feedStream(destination, feed);
    return new Observable((subscriber) => {
      // Nobody will tell that it closes.
      if (destination !== undefined && isOver(destination)) return subscriber.complete();
      const topic = this.find();
      const client = topic.join(listenerOf(subscriber), this.given.id(lastEventId) || undefined, destination);
      feed.clients.add(client);
      subscriber.add(() => {
        feed.clients.delete(client);
        topic.leave(client);
      });
      client.advance();
    });
  }

  /** The same for handlers without `@Sse()` and servers without Nest: writes head and events until the client leaves. */
  pipe(response: object, options?: Pick<ConnectOptions, 'lastEventId'>): void {
    const destination = this.destinationOf(response);
    if (destination === undefined) return;
    const events = this.connect({ ...this.given.fields(options), response: destination });
    this.given.safely('pipe', () => writeEvents(events, destination), undefined);
  }

  /** Undefined for what no event can be written to. */
  private destinationOf(response: object): ServerResponse | undefined {
    const find = () => (isObject(response) ? rawOf(response) : undefined);
    const destination = this.given.safely('response', find, undefined);
    if (isWritable(destination)) return destination;
    this.given.refuse('no_response', 'what is no response was given as one; give that of Express, Fastify or Node');
    return undefined;
  }

  private textOf(data: T | undefined): string | undefined {
    if (typeof data === 'string') return data;
    const text = this.given.safely<string | undefined>('publish', () => JSON.stringify(data), undefined);
    if (text === undefined) this.given.refuse('invalid_data', 'data that is no JSON was not published');
    return text;
  }

  private lineOf(text: string | undefined): string | undefined {
    const line = this.given.id(text);
    if (line === undefined || line === '') return undefined;
    if (!BREAKS_A_LINE.test(line)) return line;
    this.given.refuse('invalid_field', 'an id or type of more than one line was left out');
    return undefined;
  }
}

/** One client as a rule: as many as have subscribed to what `connect` returned. */
class Feed implements StreamFeed {
  readonly clients = new Set<TopicClient>();

  constructor(readonly name: string) {}

  get waitingBytes(): number {
    let bytes = 0;
    for (const client of this.clients) bytes += client.waitingBytes;
    return bytes;
  }
}

function listenerOf(subscriber: Subscriber<MessageEvent>): Listener {
  return { next: (event) => subscriber.next(messageOf(event)), complete: () => subscriber.complete() };
}

/** An object of its own for each client. */
function messageOf({ id, type, data }: KeptEvent): MessageEvent {
  return type === undefined ? { id, data } : { id, type, data };
}

/** The client left before its stream began. */
function isOver({ destroyed, writableEnded }: ServerResponse): boolean {
  return destroyed || writableEnded;
}

function isWritable(destination: ServerResponse | undefined): destination is ServerResponse {
  return typeof destination?.write === 'function' && typeof destination.once === 'function';
}

/** Fastify wraps Node's response. */
function rawOf(response: object): ServerResponse {
  return (response as { raw?: ServerResponse }).raw ?? (response as ServerResponse);
}
