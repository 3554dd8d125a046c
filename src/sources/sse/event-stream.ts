/**
 * One event stream from its head to its end: an operation below the request that opened it, and the count of its events.
 * It only watches; what the application writes goes out as it is.
 */
import type { ServerResponse } from 'node:http';
import type { Attributes, Operation, OperationSubject, Outcome } from '../../kernel/index.js';
import type { HttpExchange } from '../http/http-exchange.js';
import { EventParser } from './event-parser.js';
import { isEncoded } from './response-head.js';
import type { EventOutcome } from './sse.convention.js';
import { feedOf } from './stream-feed.js';

/** What one route's streams are counted in. */
export interface StreamMeter {
  reconnected(): void;
  event(outcome: EventOutcome, count: number): void;
}

/** How many ids of the past are compared with: enough for a replay after a reconnection, little enough for many streams. */
const REMEMBERED_IDS = 32;

export class EventStream implements OperationSubject {
  readonly operation: Operation;
  /** The last event, or the beginning. */
  lastEventAtMs: number;
  private readonly parser = new EventParser((id) => this.found(id));
  private readonly ids: string[] = [];
  private readonly earlierError: unknown;
  /** Events written of which it is not known whether they left, and where on the connection each ends. */
  private waiting: { endsAt: number; count: number }[] = [];
  /** How many of those at the front have left. */
  private settled = 0;
  private writtenBytes: number;
  private foundNow = 0;
  private readonly isReadable: boolean;

  constructor(
    private readonly exchange: HttpExchange,
    request: Operation,
    private readonly meter: StreamMeter,
  ) {
    const { pipeline, context } = request;
    this.operation = pipeline.start({
      kind: 'sse.stream',
      name: `${request.name} stream`,
      context,
      labels: [streamLabelOf(exchange)],
      subject: this,
    });
    this.earlierError = request.scope.error;
    this.lastEventAtMs = pipeline.clock.now();
    this.isReadable = !isEncoded(exchange.response);
    this.writtenBytes = exchange.response.socket?.bytesWritten ?? 0;
    this.noteReconnection();
  }

  get isOver(): boolean {
    return this.operation.isEnded;
  }

  /** Bytes that wait for the client to read, here and in the topic behind. */
  get bufferedBytes(): number {
    const { response } = this.exchange;
    return response.writableLength + (feedOf(response)?.waitingBytes ?? 0);
  }

  attributes(): Attributes {
    return { 'http.route': this.exchange.route?.template, 'code.function.name': this.exchange.route?.handler };
  }

  /** For whoever really drops or removes events before they are written, and therefore knows better than a watcher. */
  count(outcome: EventOutcome, count = 1): void {
    this.meter.event(outcome, count);
  }

  /** After the application has written a chunk. @param isFirst its bytes are part of what was written at the beginning */
  wrote(chunk: unknown, isFirst = false): void {
    const text = textOf(chunk);
    if (text === undefined || !this.isReadable) return;
    this.settle();
    if (!isFirst) this.writtenBytes += this.frameBytes(text, chunk);
    this.parser.read(text);
    this.takeFound();
  }

  /** Counts those that have left since. */
  settle(): void {
    if (this.waiting.length === 0) return;
    const sentBytes = this.sentBytes;
    let sent = 0;
    let next = this.waiting[this.settled];
    while (next !== undefined && next.endsAt <= sentBytes) {
      sent += next.count;
      next = this.waiting[++this.settled];
    }
    // Not one by one: what a client that does not read has waiting may be long, and a `shift` moves all of it.
    if (this.settled * 2 >= this.waiting.length) this.forgetSettled();
    if (sent > 0) this.count('sent', sent);
  }

  /** The response has closed, or the application is closing. */
  end(isShutdown = false): void {
    if (this.isOver) return;
    this.settle();
    this.settleRest();
    const { response } = this.exchange;
    const { error } = this.operation.scope;
    const failure = response.errored ?? (error === this.earlierError ? undefined : error);
    this.operation.pipeline.end(this.operation, {
      outcome: isShutdown ? 'canceled' : this.outcome(failure),
      error: failure ?? undefined,
    });
  }

  /** Everybody leaves an event stream some day: a client's going is no error. */
  private outcome(failure: unknown): Outcome {
    if (failure != null) return 'error';
    return this.exchange.isFinished ? 'ok' : 'canceled';
  }

  private noteReconnection(): void {
    const lastEventId = this.exchange.request.headers['last-event-id'];
    if (typeof lastEventId !== 'string' || lastEventId === '') return;
    this.meter.reconnected();
    this.ids.push(lastEventId);
  }

  private found(id: string | undefined): void {
    this.lastEventAtMs = this.operation.pipeline.clock.now();
    if (this.isOver) this.count('dropped');
    else if (id !== undefined && this.isRepeated(id)) this.count('deduplicated');
    else this.foundNow++;
  }

  private isRepeated(id: string): boolean {
    if (this.ids.includes(id)) return true;
    this.ids.push(id);
    if (this.ids.length > REMEMBERED_IDS) this.ids.shift();
    return false;
  }

  private takeFound(): void {
    if (this.foundNow === 0) return;
    this.waiting.push({ endsAt: this.writtenBytes, count: this.foundNow });
    this.foundNow = 0;
  }

  private forgetSettled(): void {
    this.waiting.splice(0, this.settled);
    this.settled = 0;
  }

  private settleRest(): void {
    this.forgetSettled();
    const rest = this.waiting.reduce((sum, { count }) => sum + count, 0);
    this.waiting = [];
    if (rest > 0) this.count(this.exchange.isFinished ? 'sent' : 'dropped', rest);
  }

  /** HTTP/1 puts a chunk's length before it and ends both with a line break. */
  private frameBytes(text: string, chunk: unknown): number {
    const bytes = typeof chunk === 'string' ? Buffer.byteLength(text) : (chunk as Uint8Array).byteLength;
    const isChunked = (this.exchange.response as { chunkedEncoding?: boolean }).chunkedEncoding === true;
    return isChunked && bytes > 0 ? bytes + bytes.toString(16).length + 4 : bytes;
  }

  /** What the operating system has taken; on HTTP/2, where streams share a connection, all that is not in our memory. */
  private get sentBytes(): number {
    const { request, response } = this.exchange;
    if (request.httpVersionMajor > 1) return response.writableLength === 0 ? Infinity : 0;
    // Unlike `bytesWritten` without what still waits in the socket, which it would have to add up each time.
    const dispatched = (response.socket as unknown as Record<string, unknown> | null)?.['_bytesDispatched'];
    return typeof dispatched === 'number' ? dispatched : 0;
  }
}

function textOf(chunk: unknown): string | undefined {
  if (typeof chunk === 'string') return chunk;
  // Only ASCII is looked at; one character a byte keeps borders inside a character harmless.
  return chunk instanceof Uint8Array
    ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1')
    : undefined;
}

/** The name of the topic behind it, else the route's template. */
export function streamLabelOf({ response, routeLabel }: HttpExchange): string {
  return feedOf(response)?.name ?? routeLabel;
}

const STREAM = Symbol('nestjs-observability event stream');

type Carrier = { [STREAM]?: EventStream | null };

/** The stream this response is; null when it was looked at and is none. */
export function eventStreamOn(response: ServerResponse): EventStream | null | undefined {
  return (response as Carrier)[STREAM];
}

export function keepEventStream(response: ServerResponse, stream: EventStream | null): void {
  (response as Carrier)[STREAM] = stream;
}
