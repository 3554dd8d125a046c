import { Controller, Get, Injectable, NotFoundException, Param } from '@nestjs/common';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { get as httpGet } from 'node:http';
import { SpanStatusCode } from '@opentelemetry/api';
import { Sampling, SpanAttribute, Traced, type ObservabilityOptions } from 'nestjs-observability';
import { signForceTrace } from '../../src/security/index.js';
import { closeApplications, platforms, startApplication, type Platform } from '../support/application.js';
import '../support/matchers.js';

@Injectable()
class Orders {
  @Traced()
  async find(@SpanAttribute('order.id') id: string): Promise<string> {
    if (id === 'none') throw new NotFoundException();
    if (id === 'broken') throw new TypeError('broken');
    return this.load(id);
  }

  @Traced('load order')
  private async load(id: string): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return id;
  }
}

@Controller('orders')
class OrdersController {
  constructor(private readonly orders: Orders) {}

  @Get(':id')
  find(@Param('id') id: string): Promise<string> {
    return this.orders.find(id);
  }
}

@Controller('call')
class CallingController {
  static target = '';

  @Get('fetch')
  async fetch(): Promise<string> {
    return (await fetch(CallingController.target)).text();
  }

  @Get('http')
  http(): Promise<string> {
    return new Promise((resolve, reject) => {
      httpGet(CallingController.target, (response) => response.on('data', (data) => resolve(String(data)))).on(
        'error',
        reject,
      );
    });
  }
}

afterEach(closeApplications);

const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const traceparent = `00-${remote.traceId}-${remote.spanId}-01`;

describe.each(platforms)('Traces on %s', (platform) => {
  const start = (traces: ObservabilityOptions['traces'] = {}) =>
    startApplication({
      platform,
      controllers: [OrdersController, CallingController],
      providers: [Orders],
      observability: { traces },
    });

  it('are one per request, with methods below the handler below the request', async () => {
    const application = await start();

    await application.request('/orders/7');
    await application.recorder.waitFor(({ spans }) => spans.length === 4);

    const { spans } = application.recorder;
    const parentName = (id: string | undefined) => spans.find((span) => span.spanContext().spanId === id)?.name;
    expect(spans.map((span) => [span.name, parentName(span.parentSpanContext?.spanId)])).toEqual([
      ['load order', 'Orders.find'],
      ['Orders.find', 'OrdersController.find'],
      ['OrdersController.find', 'GET /orders/:id'],
      ['GET /orders/:id', undefined],
    ]);
    expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
    expect(application.recorder).toHaveSpan('Orders.find', { 'order.id': '7' });
    expect(application.recorder).toHaveSpan('GET /orders/:id', {
      'http.request.method': 'GET',
      'http.route': '/orders/:id',
      'http.response.status_code': 200,
      'url.path': '/orders/7',
    });
  });

  it('continue the caller’s and follow its decision', async () => {
    const application = await start({ sampleRatio: 0 });

    await application.request('/orders/7', { headers: { traceparent } });
    await application.request('/orders/8', { headers: { traceparent: traceparent.replace(/1$/, '0') } });
    await application.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 2,
    );

    const { spans } = application.recorder;
    expect(new Set(spans.map((span) => span.spanContext().traceId))).toEqual(new Set([remote.traceId]));
    expect(spans.find(({ name }) => name === 'GET /orders/:id')?.parentSpanContext?.spanId).toBe(remote.spanId);
    expect(spans.filter(({ name }) => name === 'GET /orders/:id')).toHaveLength(1);
  });

  it('at ratio 0 are none, while every request is counted and has an id in its log line', async () => {
    const application = await start({ sampleRatio: 0 });

    for (let request = 0; request < 20; request++) await application.request('/orders/7');
    await application.recorder.waitFor(({ lines }) => lines.filter(({ target }) => target === 'HTTP').length === 20);

    expect(application.recorder.spans).toEqual([]);
    await expect(application).toHaveSample('http_requests_total', { route: '/orders/:id' }, 20);
    const ids = application.recorder.lines.filter(({ target }) => target === 'HTTP').map((line) => line['trace_id']);
    expect(new Set(ids).size).toBe(20);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(String(id)))).toBe(true);
  });

  it('obey a ratio that changes at run time', async () => {
    const application = await start({ sampleRatio: 0 });
    await application.request('/orders/1');

    application.app.get(Sampling).setRatio(1);
    await application.request('/orders/2');
    await application.recorder.waitFor(({ spans }) => spans.some(({ name }) => name === 'GET /orders/:id'));

    expect(application.recorder.spans.filter(({ name }) => name === 'GET /orders/:id')).toHaveLength(1);
  });

  it('obey rules for single routes', async () => {
    const application = await start({ sampleRatio: 0, rules: [{ route: '/orders/:id', ratio: 1 }] });

    await application.request('/orders/1');
    await application.request('/call/nowhere');
    await application.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 2,
    );

    expect(
      application.recorder.spans
        .filter(({ parentSpanContext }) => parentSpanContext === undefined)
        .map(({ name }) => name),
    ).toEqual(['GET /orders/:id']);
  });

  it('are forced by a signed header, and by nothing else', async () => {
    const application = await start({ sampleRatio: 0, forceSecret: 's3cret' });
    const force = (secret: string) => signForceTrace(secret, { method: 'GET', path: '/orders/9' });

    await application.request('/orders/9', { headers: { 'x-force-trace': force('guessed') } });
    await application.request('/orders/9', { headers: { 'x-force-trace': force('s3cret') } });
    await application.recorder.waitFor(
      ({ operations }) => operations.filter(({ kind }) => kind === 'http.server').length === 2,
    );

    expect(application.recorder.spans.filter(({ name }) => name === 'GET /orders/:id')).toHaveLength(1);
  });

  it('take an expected 4xx for an answer and a fault for an error', async () => {
    const application = await start();

    await application.request('/orders/none');
    await application.request('/orders/broken');
    await application.recorder.waitFor(
      ({ spans }) => spans.filter(({ name }) => name === 'GET /orders/:id').length === 2,
    );

    const statuses = (name: string) =>
      application.recorder.spans.filter((span) => span.name === name).map(({ status }) => status.code);
    expect(statuses('GET /orders/:id')).toEqual([SpanStatusCode.UNSET, SpanStatusCode.ERROR]);
    expect(statuses('Orders.find')).toEqual([SpanStatusCode.UNSET, SpanStatusCode.ERROR]);
    expect(application.recorder).toHaveSpan('Orders.find', { 'error.type': 'TypeError' });
  });

  it('travel on with outgoing fetch and http', async () => {
    const received: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      received.push(request.headers);
      response.end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    CallingController.target = `http://127.0.0.1:${(server.address() as AddressInfo).port}/there`;
    const application = await start();

    for (const way of ['fetch', 'http']) {
      await application.request(`/call/${way}`, {
        headers: { traceparent, baggage: 'tenant=t1', 'x-request-id': 'r-1' },
      });
    }
    server.close();

    expect(received.map(({ traceparent: sent }) => String(sent).split('-')[1])).toEqual([
      remote.traceId,
      remote.traceId,
    ]);
    expect(received.map(({ baggage }) => baggage)).toEqual(['tenant=t1', 'tenant=t1']);
    expect(received.map((headers) => headers['x-request-id'])).toEqual(['r-1', 'r-1']);
  });
});

describe.each(platforms)('Ids on %s', (platform: Platform) => {
  it('of requests are kept, made when absent, replaced when hostile, and echoed', async () => {
    const application = await startApplication({ platform, controllers: [OrdersController], providers: [Orders] });
    const echoed = async (id?: string) =>
      (await application.request('/orders/1', id === undefined ? {} : { headers: { 'x-request-id': id } })).headers.get(
        'x-request-id',
      );

    expect(await echoed('kept-1')).toBe('kept-1');
    expect(await echoed()).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/);
    expect(await echoed('<script> "x"')).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/);
    expect(await echoed('x'.repeat(500))).toMatch(/^[0-9a-f]{16}-[0-9a-z]+$/);
  });

  it('of traces are on the response when asked for', async () => {
    const observability = { traces: { responseHeader: true, sampleRatio: 0 } };
    const application = await startApplication({
      platform,
      controllers: [OrdersController],
      providers: [Orders],
      observability,
    });

    const { headers } = await application.request('/orders/1', { headers: { traceparent } });

    expect(headers.get('trace-id')).toBe(remote.traceId);
  });
});
