import { createServer, get, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import { InMemorySpans } from 'nestjs-observability/testing';
import { resolveConfig } from '../../src/config/index.js';
import {
  Diagnostics,
  OperationPipeline,
  suppressTelemetry,
  systemClock,
  type Operation,
} from '../../src/kernel/index.js';
import { OutgoingSource } from '../../src/sources/index.js';
import { startTracing, type Tracing } from '../../src/tracing/index.js';

interface Arrival {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: readonly string[];
}

let server: Server;
let origin: string;
let arrivals: Arrival[];
let spans: InMemorySpans;
let tracing: Tracing;
let pipeline: OperationPipeline;
let source: OutgoingSource;

beforeAll(async () => {
  server = createServer((request, response) => {
    arrivals.push({ path: request.url ?? '', headers: request.headers, raw: request.rawHeaders });
    response.statusCode = request.url?.startsWith('/missing') ? 404 : 200;
    if (request.url?.startsWith('/cut')) response.destroy();
    else response.end('answer');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  arrivals = [];
  spans = new InMemorySpans();
  const config = resolveConfig({ traces: { sampleRatio: 1 } }, { env: {} });
  const diagnostics = new Diagnostics();
  tracing = startTracing({
    config,
    diagnostics,
    clock: systemClock,
    consumers: [{ name: 'memory', create: () => spans }],
    env: {},
  });
  pipeline = new OperationPipeline({ handlers: [tracing.handler], diagnostics });
  source = new OutgoingSource({ requestIdHeader: 'x-request-id' });
  source.attach(pipeline);
});

afterEach(async () => {
  source.detach();
  await tracing.shutdown(100);
});

type Client = (url: string, headers?: Record<string, string>) => Promise<number>;

const clients: readonly (readonly [string, Client])[] = [
  [
    'fetch',
    async (url, headers = {}) => {
      const response = await fetch(url, { headers });
      await response.text();
      return response.status;
    },
  ],
  [
    'http.request',
    (url, headers = {}) =>
      new Promise((resolve, reject) => {
        const request = httpRequest(url, { headers }, (response) => {
          response.resume();
          request.once('close', () => resolve(response.statusCode ?? 0));
        });
        request.once('error', reject);
        request.end();
      }),
  ],
];

describe.each(clients)('%s', (_name, call) => {
  it('takes trace, baggage and request id along, in a client span of its own', async () => {
    const request = entry();
    await inside(request, () => call(`${origin}/orders/7?token=s3cret`));

    const client = spans.spans.find(({ name }) => name === 'GET')!;
    const { traceId, spanId } = client.spanContext();
    expect(arrivals[0]!.headers).toMatchObject({
      traceparent: `00-${traceId}-${spanId}-01`,
      baggage: 'tenant=acme',
      'x-request-id': 'r-1',
    });
    expect(client.parentSpanContext?.spanId).toBe(request.span!.spanContext().spanId);
    expect({ kind: client.kind, status: client.status.code, attributes: client.attributes }).toEqual({
      kind: 2,
      status: 0,
      attributes: {
        'http.request.method': 'GET',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(origin).port),
        'url.full': `${origin}/orders/7`,
        'http.response.status_code': 200,
      },
    });
  });

  it('takes a 4xx for a failure of the call', async () => {
    await inside(entry(), () => call(`${origin}/missing`));

    expect(spans.spans.map(({ name, status, attributes }) => [name, status.code, attributes['error.type']])).toEqual([
      ['GET', 2, '404'],
    ]);
  });

  it('records a connection that breaks, and changes nothing about the error', async () => {
    await expect(inside(entry(), () => call(`${origin}/cut`))).rejects.toThrow();

    expect(spans.spans.map(({ name, status }) => [name, status.code])).toEqual([['GET', 2]]);
  });

  it('sends ids of an unsampled trace without making a span', async () => {
    tracing.sampling.setRatio(0);
    const request = entry();
    await inside(request, () => call(`${origin}/`));

    const { traceId, spanId } = request.span!.spanContext();
    expect(arrivals[0]!.headers['traceparent']).toBe(`00-${traceId}-${spanId}-00`);
    expect(spans.spans).toEqual([]);
  });

  it('leaves a call alone that somebody has instrumented already', async () => {
    const theirs = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    await inside(entry(), () => call(`${origin}/`, { traceparent: theirs }));

    expect(countOf('traceparent')).toBe(1);
    expect(arrivals[0]!.headers['traceparent']).toBe(theirs);
    expect(spans.spans).toEqual([]);
  });

  it('keeps a request id that the application set', async () => {
    await inside(entry(), () => call(`${origin}/`, { 'X-Request-Id': 'mine' }));

    expect([countOf('x-request-id'), arrivals[0]!.headers['x-request-id']]).toEqual([1, 'mine']);
  });

  it('never touches what the telemetry itself sends', async () => {
    const request = entry();
    await context.with(suppressTelemetry(request.context), () => call(`${origin}/`));

    expect(arrivals[0]!.headers).not.toHaveProperty('traceparent');
    expect(arrivals[0]!.headers).not.toHaveProperty('x-request-id');
  });

  it('adds nothing outside any operation, nor after it was detached', async () => {
    await call(`${origin}/`);
    source.detach();
    await inside(entry(), () => call(`${origin}/`));

    expect(arrivals.map(({ headers }) => headers['traceparent'])).toEqual([undefined, undefined]);
  });

  it('adds one header when two applications follow the process', async () => {
    const second = new OutgoingSource({ requestIdHeader: 'x-request-id' });
    second.attach(new OperationPipeline());
    await inside(entry(), () => call(`${origin}/`));
    second.detach();

    expect(countOf('traceparent')).toBe(1);
  });
});

it('lets a response that nobody listens to be discarded, as Node does', async () => {
  await inside(entry(), () => new Promise((resolve) => get(`${origin}/`).once('close', resolve)));

  expect(spans.spans.map(({ attributes }) => attributes['http.response.status_code'])).toEqual([200]);
});

function entry(): Operation {
  const baggage = propagation.createBaggage({ tenant: { value: 'acme' } });
  const parent = propagation.setBaggage(ROOT_CONTEXT, baggage);
  return pipeline.start({ kind: 'http.server', name: 'GET', context: parent, scope: { requestId: 'r-1' } });
}

function inside<T>(operation: Operation, work: () => Promise<T>): Promise<T> {
  return pipeline.runIn(operation, work);
}

function countOf(header: string): number {
  return arrivals[0]!.raw.filter((name, index) => index % 2 === 0 && name.toLowerCase() === header).length;
}
