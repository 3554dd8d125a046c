import { setTimeout } from 'node:timers/promises';
import { Controller, Get, Logger } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  MetricsService,
  ObservabilityService,
  type TelemetryEventName,
  type TelemetryEvents,
} from 'nestjs-observability';
import {
  closeApplications,
  platforms,
  startApplication,
  type Platform,
  type RunningApplication,
} from '../support/application.js';
import '../support/matchers.js';

@Controller()
class OrdersController {
  private readonly logger = new Logger('Orders');

  constructor(
    private readonly observability: ObservabilityService,
    private readonly metrics: MetricsService,
  ) {}

  @Get('orders')
  async list(): Promise<object> {
    this.logger.log('listing');
    this.metrics.counter('orders_listed_total', { labelNames: ['tier'] }).inc({ tier: 'gold' });
    await this.observability.phase('load', () => setTimeout(5));
    return { orders: [] };
  }
}

const start = (platform: Platform, http: object = {}): Promise<RunningApplication> =>
  startApplication({ platform, controllers: [OrdersController], observability: { http } });

const EVERYTHING_IN_A_REQUEST: readonly TelemetryEventName[] = [
  'operation.start',
  'operation.end',
  'http.request',
  'http.response',
  'performance.phase',
  'metric',
  'log',
];

const hooks = ({ app }: RunningApplication): ObservabilityService => app.get(ObservabilityService);

function block(durationMs: number): void {
  const endsAtMs = performance.now() + durationMs;
  while (performance.now() < endsAtMs);
}

afterEach(closeApplications);

describe.each(platforms)('Listeners on %s', (platform) => {
  it('that block are called when the response has left, so that their time is not in the request', async () => {
    const application = await start(platform);
    const sequence: string[] = [];
    application.app.getHttpServer().on('request', ({ url }: IncomingMessage, response: ServerResponse) => {
      if (url === '/orders') response.on('finish', () => sequence.push('answered'));
    });
    for (const event of EVERYTHING_IN_A_REQUEST) {
      hooks(application).on(event, () => {
        sequence.push(event);
        block(50);
      });
    }

    const response = await application.request('/orders');
    const body = await response.json();
    await application.recorder.waitFor(() => EVERYTHING_IN_A_REQUEST.every((event) => sequence.includes(event)));

    expect([response.status, body]).toEqual([200, { orders: [] }]);
    expect(sequence[0]).toBe('answered');
    expect(await application.scrape()).toMatch(/misuses_total\{instrument="hooks",misuse="blocking"\} [1-9]/);
  });

  it('that throw, reject or hang change no response and are counted', async () => {
    const application = await start(platform);
    let hanging = 0;
    hooks(application).on('http.response', () => {
      throw new Error('listener');
    });
    hooks(application).on('http.response', () => Promise.reject(new Error('listener')));
    hooks(application).on('http.response', () => new Promise(() => hanging++));

    for (let count = 0; count < 103; count++) {
      expect((await application.request('/orders')).status).toBe(200);
    }

    await application.recorder.waitFor(() => hanging === 100);
    const failures = { handler: 'hook', phase: 'http.response' };
    await expect(application).toHaveSample('observability_handler_failures_total', failures, 206);
    const drops = { signal: 'hooks', reason: 'listener_busy' };
    await expect(application).toHaveSample('observability_dropped_total', drops, 3);
  });

  it('hear what their filter lets through', async () => {
    const application = await start(platform);
    const routes: unknown[] = [];
    hooks(application).on('http.response', ({ route, status }) => routes.push([route, status]), {
      filter: ({ status }) => status === 404,
    });
    hooks(application).on('http.response', () => routes.push('never'), {
      filter: () => {
        throw new Error('filter');
      },
    });

    await application.request('/orders');
    await application.request('/nowhere');
    await application.recorder.waitFor(() => routes.length > 0);

    expect(routes).toEqual([[undefined, 404]]);
    const failures = { handler: 'hook', phase: 'http.response filter' };
    await expect(application).toHaveSample('observability_handler_failures_total', failures, 2);
  });

  it('hear all of a trace or nothing of it when they sample', async () => {
    const application = await start(platform);
    const heard: string[] = [];
    const keep =
      (event: TelemetryEventName) =>
      ({ traceId }: { traceId?: string }) =>
        heard.push(`${event} ${traceId}`);
    for (const event of ['operation.start', 'http.response', 'log', 'metric'] as const) {
      hooks(application).on(event, keep(event), { sampleRatio: 0.5 });
    }
    let isOver = false;
    hooks(application).on('http.response', ({ traceId }) => void (isOver = traceId === ABOVE));

    for (const trace of [BELOW, ABOVE]) {
      await application.request('/orders', { headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01` } });
    }
    await application.recorder.waitFor(() => isOver);

    expect(new Set(heard)).toEqual(
      new Set(['operation.start', 'http.response', 'log', 'metric'].map((event) => `${event} ${BELOW}`)),
    );
  });

  it('hear nothing after they unsubscribed, nor once the application is closed', async () => {
    const application = await start(platform);
    let count = 0;
    const unsubscribe = hooks(application).on('http.response', () => count++);

    await application.request('/orders');
    await application.recorder.waitFor(() => count === 1);
    unsubscribe();
    await application.request('/orders');
    await application.close();

    expect(count).toBe(1);
  });

  it('are told what the application measures, by its own handles only', async () => {
    const application = await start(platform);
    const metrics = application.app.get(MetricsService);
    const told: TelemetryEvents['metric'][] = [];
    const depth = metrics.gauge('depth');
    depth.set(3);
    hooks(application).on('metric', (event) => told.push(event));

    await application.request('/orders');
    depth.dec();
    metrics.histogram('size_bytes', { buckets: [10] }).observe(7);
    metrics.summary('age_seconds').observe(Number.NaN);
    await application.recorder.waitFor(() => told.length === 3);

    const span = application.recorder.spans.find(({ name }) => name === 'OrdersController.list')!;
    expect(told.find(({ name }) => name === 'orders_listed_total')).toEqual({
      traceId: span.spanContext().traceId,
      spanId: span.spanContext().spanId,
      requestId: expect.any(String),
      correlationId: expect.any(String),
      name: 'orders_listed_total',
      type: 'counter',
      labels: { tier: 'gold' },
      value: 1,
    });
    expect(told.filter(({ requestId }) => requestId === undefined)).toEqual([
      { name: 'depth', type: 'gauge', labels: {}, value: 2 },
      { name: 'size_bytes', type: 'histogram', labels: {}, value: 7 },
    ]);
  });

  it('are given what is left when the application closes', async () => {
    const application = await start(platform);
    const heard: string[] = [];
    hooks(application).on('log', ({ message }) => heard.push(message));

    new Logger('Orders').log('the last word');
    await application.close();

    expect(heard).toContain('the last word');
  });
});

/** Trace ids whose random end lies below and above one half. */
const BELOW = '4bf92f3577b34da6a3c0000000000001';
const ABOVE = '4bf92f3577b34da6a3cffffffffffff0';
