/**
 * Event streams on any route of the application: Nest's `@Sse` and those written by hand. They are known by their content
 * type, which is looked at when a response turns out to be streamed; the request ends there and the stream begins.
 */
import { ServerResponse } from 'node:http';
import { HttpAdapterHost } from '@nestjs/core';
import type { Meter, MeterCells, OperationPipeline } from '../../kernel/index.js';
import { exchangeOn, type HttpExchange } from '../http/http-exchange.js';
import { endExchange } from '../http/http.source.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { EventStream, eventStreamOn, keepEventStream, streamLabelOf, type StreamMeter } from './event-stream.js';
import { isEventStream } from './response-head.js';
import { watchResponses, type ResponseWatcher } from './response-watch.js';
import { sseBuffer, sseConvention, sseEvents, sseIdle, sseReconnections, type EventOutcome } from './sse.convention.js';

export class SseSource implements NestSource {
  readonly name = 'sse';
  readonly conventions = [sseConvention];
  /** By label, which stays when its last stream has ended. */
  private readonly routes = new Map<string, StreamRoute>();
  private pipeline: OperationPipeline | undefined;
  private meter!: Meter;
  private undo: (() => void)[] = [];

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.detach();
    this.pipeline = pipeline;
    this.meter = meter;
    this.undo.push(watchResponses(ServerResponse.prototype, this.streamed), ...this.readGauges());
  }

  /** The server exists by now; HTTP/2 has responses of its own. */
  observeInstances(application: NestApplication): void {
    if (!speaksHttp2(application) || this.pipeline === undefined) return;
    const { Http2ServerResponse } = require('node:http2') as typeof import('node:http2');
    this.undo.push(watchResponses(Http2ServerResponse.prototype, this.streamed));
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
    for (const { streams } of this.routes.values()) for (const stream of streams) stream.end(true);
    this.pipeline = undefined;
  }

  private readonly streamed: ResponseWatcher = (response, chunk) => {
    const exchange = exchangeOn(response);
    const pipeline = exchange?.operation?.pipeline;
    // Requests of other applications, and those that are ignored.
    if (exchange === undefined || pipeline === undefined || pipeline !== this.pipeline) return;
    if (eventStreamOn(exchange.response) === null) return;
    pipeline.diagnostics.safely(this.name, 'write', () => this.follow(exchange, chunk), undefined);
  };

  private follow(exchange: HttpExchange, chunk: unknown): void {
    const { response } = exchange;
    const known = eventStreamOn(response);
    if (known !== undefined) known?.wrote(chunk);
    else if (response.headersSent) this.begin(exchange, response)?.wrote(chunk, true);
  }

  private begin(exchange: HttpExchange, response: ServerResponse): EventStream | undefined {
    const request = exchange.operation!;
    const isStream = exchange.request.method !== 'HEAD' && !request.isEnded && isEventStream(response);
    const stream = isStream ? this.open(exchange) : undefined;
    keepEventStream(response, stream ?? null);
    return stream;
  }

  private open(exchange: HttpExchange): EventStream {
    const { response } = exchange;
    const request = exchange.operation!;
    exchange.becomesStream();
    endExchange.call(response);
    const route = this.routeOf(streamLabelOf(exchange));
    const stream = new EventStream(exchange, request, route.meter);
    route.streams.add(stream);
    watchEnd(response, this.streamed);
    response.on('close', () => {
      route.streams.delete(stream);
      stream.end();
    });
    return stream;
  }

  private routeOf(label: string): StreamRoute {
    let route = this.routes.get(label);
    if (route === undefined) this.routes.set(label, (route = new StreamRoute(streamMeter(this.meter, label))));
    return route;
  }

  /** What is asked of open streams is asked when somebody reads it. */
  private readGauges(): (() => void)[] {
    const idle = this.meter.define(sseIdle);
    const buffer = this.meter.define(sseBuffer);
    const forEachRoute = (read: (label: string, route: StreamRoute) => void) => () => {
      for (const [label, route] of this.routes) read(label, route);
    };
    return [
      this.meter.define(sseEvents).onCollect(forEachRoute((_label, route) => route.settle())),
      idle.onCollect(forEachRoute((label, route) => idle.cell([label]).set(route.idleSeconds(this.pipeline)))),
      buffer.onCollect(forEachRoute((label, route) => buffer.cell([label]).set(route.bufferedBytes))),
    ];
  }
}

/** The open streams of one route. */
class StreamRoute {
  readonly streams = new Set<EventStream>();

  constructor(readonly meter: StreamMeter) {}

  get bufferedBytes(): number {
    let bytes = 0;
    for (const stream of this.streams) bytes += stream.bufferedBytes;
    return bytes;
  }

  idleSeconds(pipeline: OperationPipeline | undefined): number {
    if (pipeline === undefined || this.streams.size === 0) return 0;
    let oldestMs = Infinity;
    for (const { lastEventAtMs } of this.streams) oldestMs = Math.min(oldestMs, lastEventAtMs);
    return (pipeline.clock.now() - oldestMs) / 1000;
  }

  settle(): void {
    for (const stream of this.streams) stream.settle();
  }
}

function streamMeter(meter: Meter, label: string): StreamMeter {
  const reconnections = meter.define(sseReconnections);
  const events = meter.define(sseEvents);
  const cells: Partial<Record<EventOutcome, MeterCells['counter']>> = {};
  return {
    reconnected: () => reconnections.cell([label]).add(1),
    event: (outcome, count) => (cells[outcome] ??= events.cell([label, outcome])).add(count),
  };
}

/** HTTP/1 writes the last chunk without `write`; its responses are watched there one by one, event streams only. */
function watchEnd(response: ServerResponse, watcher: ResponseWatcher): void {
  if (response.req.httpVersionMajor > 1) return;
  const { end } = response;
  response.end = function (this: ServerResponse, ...args: never[]): ServerResponse {
    // Counted before: afterwards the response lets go of its socket.
    watcher(response, args[0]);
    return Reflect.apply(end, this, args) as ServerResponse;
  };
}

function speaksHttp2(application: NestApplication): boolean {
  for (const instance of application.instances()) {
    if (!(instance instanceof HttpAdapterHost)) continue;
    const server: object | undefined = instance.httpAdapter?.getHttpServer();
    return server?.constructor.name.startsWith('Http2') === true;
  }
  return false;
}
