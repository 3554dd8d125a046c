/** A receiver of OTLP over HTTP that outlives every instance, and keeps what each of them told. It can be told to hang. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { readLines, readPoints, readSpans, type Told, type ToldPoint } from './otlp-reading.js';

/** `hang`: takes connections and requests, and never answers. */
export type CollectorMode = 'take' | 'hang';

export interface Account {
  readonly spans: readonly Told[];
  readonly lines: readonly Told[];
  /** The last value of each series. */
  readonly points: readonly ToldPoint[];
}

export class Collector {
  mode: CollectorMode = 'take';
  private readonly spans = new Map<string, Told[]>();
  private readonly lines = new Map<string, Told[]>();
  private readonly points = new Map<string, Map<string, ToldPoint>>();
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<Collector> {
    const collector = new Collector();
    await once(collector.server.listen(0, '127.0.0.1'), 'listening');
    return collector;
  }

  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** All that an instance has told so far. */
  of(instance: string): Account {
    return {
      spans: this.spans.get(instance) ?? [],
      lines: this.lines.get(instance) ?? [],
      points: [...(this.points.get(instance)?.values() ?? [])],
    };
  }

  /** What is counted is forgotten: a long run has thousands of instances. */
  forget(instance: string): void {
    for (const kept of [this.spans, this.lines, this.points]) kept.delete(instance);
  }

  stop(): void {
    this.server.close().closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (this.mode === 'hang') return;
    const content = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    this.take(request.url!, content);
    response.end();
  }

  private take(path: string, content: Buffer): void {
    if (path.endsWith('/traces')) for (const span of readSpans(content)) keep(this.spans, span);
    else if (path.endsWith('/logs')) for (const line of readLines(content)) keep(this.lines, line);
    else for (const point of readPoints(content)) this.keepPoint(point);
  }

  private keepPoint(point: ToldPoint): void {
    const known = this.points.get(point.instance) ?? new Map<string, ToldPoint>();
    this.points.set(point.instance, known.set(`${point.name} ${JSON.stringify(point.attributes)}`, point));
  }
}

function keep(all: Map<string, Told[]>, one: Told): void {
  const known = all.get(one.instance);
  if (known === undefined) all.set(one.instance, [one]);
  else known.push(one);
}
