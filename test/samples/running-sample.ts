/** A sample as its README has it run: in development, on a real socket, with its console open to the test. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { SpanDetail, TraceAnswer, TraceRow, TracesAnswer } from '../../src/console/shapes/index.js';
import { ConsoleReader, TOKEN } from '../console/console-reader.js';

const environment = {
  ENVIRONMENT: 'development',
  LOG_LEVEL: 'fatal',
  OBSERVABILITY_CONSOLE_ENABLED: 'true',
  OBSERVABILITY_CONSOLE_ACCESS_TOKEN: TOKEN,
};

/** Names of spans, each indented below its parent, in the order of their start. */
export type SpanNames = readonly string[];

export class RunningSample {
  readonly console: ConsoleReader;

  private constructor(
    readonly app: INestApplication,
    readonly url: string,
    private readonly variables: Readonly<Record<string, string>>,
  ) {
    this.console = new ConsoleReader(this);
  }

  static async start(
    create: () => Promise<INestApplication>,
    more: Readonly<Record<string, string>> = {},
  ): Promise<RunningSample> {
    const variables = { ...environment, ...more };
    Object.assign(process.env, variables);
    const app = await create();
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    return new RunningSample(app, `http://127.0.0.1:${port}`, variables);
  }

  async close(): Promise<void> {
    await this.app.close();
    for (const name of Object.keys(this.variables)) Reflect.deleteProperty(process.env, name);
  }

  request(path: string, init?: RequestInit): Promise<Response> {
    return fetch(this.url + path, init);
  }

  async post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const json = { 'content-type': 'application/json', ...headers };
    return this.request(path, { method: 'POST', headers: json, body: JSON.stringify(body) });
  }

  async scrape(): Promise<string> {
    return (await this.request('/metrics')).text();
  }

  /** The newest one of this name, as soon as it has that many spans. */
  async spansOf(name: string, spanCount: number): Promise<readonly SpanDetail[]> {
    const isWanted = (row: TraceRow) => row.name === name && row.isComplete && row.spanCount >= spanCount;
    let rows: readonly TraceRow[] = [];
    for (let round = 0; round < 500; round++) {
      ({ rows } = await this.console.read<TracesAnswer>('traces', { limit: '200' }));
      const found = rows.find(isWanted);
      if (found !== undefined) return this.spans(found);
      await setTimeout(10);
    }
    const seen = rows.map((row) => `${row.name} (${row.spanCount})`);
    throw new Error(`No ${name} with ${spanCount} spans among ${seen.join(', ')}`);
  }

  async traceLike(expected: SpanNames): Promise<SpanNames> {
    return tree(await this.spansOf(expected[0]!, expected.length));
  }

  private async spans({ traceId }: TraceRow): Promise<readonly SpanDetail[]> {
    return (await this.console.read<TraceAnswer>('trace', { id: traceId })).trace.spans;
  }
}

function tree(spans: readonly SpanDetail[], parentSpanId: string | null = null, indent = ''): string[] {
  const children = spans.filter((span) => span.parentSpanId === parentSpanId);
  return children.flatMap(({ name, spanId }) => [indent + name, ...tree(spans, spanId, `${indent}  `)]);
}
