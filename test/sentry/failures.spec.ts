import { hostname } from 'node:os';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { ClientProxyFactory, Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { firstValueFrom } from 'rxjs';
import { ObservabilityService } from 'nestjs-observability';
import { sentry, type SentryOptions } from 'nestjs-observability/sentry';
import { closeApplications, platforms, startApplication, type ApplicationSpec } from '../support/application.js';
import { freePort } from '../support/free-port.js';
import { SentrySidecar, type ReceivedEvent } from '../support/sentry-sidecar.js';
import { OrderError, OrdersModule } from './orders.js';

const TRACE_ID = 'c'.repeat(32);
const traceparent = `00-${TRACE_ID}-${'d'.repeat(16)}-01`;

let sidecar: SentrySidecar;

beforeAll(async () => void (sidecar = await SentrySidecar.start()));
afterEach(async () => {
  await closeApplications();
  await sidecar.clear();
});
afterAll(() => sidecar.stop());

function start(spec: ApplicationSpec = {}, options: SentryOptions = {}) {
  const observability = {
    service: { name: 'shop', version: '1.2.3' },
    environment: 'staging',
    plugins: [sentry({ dsn: sidecar.dsn, ...options })],
    ...spec.observability,
  };
  return startApplication({ imports: [OrdersModule], ...spec, observability });
}

const FINGERPRINT = expect.stringMatching(/^[\da-f]{16}$/) as string;

/** What a reader sees in Sentry. */
function shown({ exception, breadcrumbs, contexts, ...event }: ReceivedEvent) {
  const { level, transaction, release, environment, server_name, tags, user, request, extra, fingerprint } = event;
  const facts = { level, transaction, release, environment, server_name, tags, user, request, extra, fingerprint };
  return {
    ...facts,
    exceptions: exception?.values.map(({ type, value }) => `${type}: ${value}`),
    breadcrumbs: breadcrumbs?.map(({ category, level: weight, message }) => `${weight} ${category}: ${message}`),
    trace: contexts?.['trace'],
  };
}

describe.each(platforms)('A request that fails on %s', (platform) => {
  it('is one event with all that is known, and without secrets', async () => {
    const application = await start({
      platform,
      observability: { identify: () => ({ userId: 'ann', sessionId: 's-1' }) },
    });

    await application.request('/orders/17?token=abcdef0123456789abcdef&page=2', {
      headers: { traceparent, authorization: 'Bearer abcdef', 'x-request-id': 'r-1', 'x-shop': 'north' },
    });
    const [event] = await sidecar.received();

    const span = application.recorder.spans.find(({ name }) => name === 'GET /orders/:id')!;
    expect(shown(event!)).toEqual({
      level: 'error',
      transaction: 'GET /orders/:id',
      release: 'shop@1.2.3',
      environment: 'staging',
      server_name: hostname(),
      tags: {
        kind: 'http.server',
        transport: 'http',
        route: '/orders/:id',
        handler: 'OrdersController.find',
        controller: 'OrdersController',
        module: 'OrdersModule',
        request_id: 'r-1',
        session_id: 's-1',
        fingerprint: FINGERPRINT,
      },
      user: { id: 'ann' },
      request: {
        method: 'GET',
        url: `${application.url}/orders/17`,
        query_string: 'token=[REDACTED]&page=2',
        headers: expect.objectContaining({ authorization: '[REDACTED]', 'x-shop': 'north' }) as object,
      },
      extra: {},
      fingerprint: undefined,
      exceptions: ['RangeError: page 9', 'OrderError: order 17 cannot be read, password=[REDACTED]'],
      breadcrumbs: [
        'warning OrdersService: stock is low, token=[REDACTED]',
        expect.stringMatching(/^error ExceptionsHandler: order 17 cannot be read, password=\[REDACTED\]/) as string,
      ],
      trace: { trace_id: TRACE_ID, span_id: span.spanContext().spanId, op: 'http.server' },
    });
    expect(JSON.stringify(event)).not.toMatch(/correct-horse|abcdef/);
  });

  it('tells nothing of the client unless it may', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.7', 'user-agent': 'browser' };
    const seen: unknown[] = [];

    for (const clientIdentity of ['off', 'plain'] as const) {
      const application = await start({ platform, observability: { http: { clientIdentity } } });
      await application.request('/orders/17', { headers });
      const [event] = await sidecar.received();
      const sent = event!.request?.['headers'] as Record<string, string>;
      seen.push([sent['x-forwarded-for'], sent['user-agent']]);
      await application.close();
      await sidecar.clear();
    }

    expect(seen).toEqual([
      [undefined, undefined],
      ['203.0.113.7', 'browser'],
    ]);
  });

  it('is told once, however often it was met, and answers below 500 are not told', async () => {
    const application = await start({ platform });

    for (const path of ['missing', 'unknown/route', 'caught-and-thrown', 'gateway', 'text', 'object'])
      await application.request(`/orders/${path}`);
    await application.close();

    const events = await sidecar.all();
    expect(new Set(events.map(({ exception }) => exception?.values.at(-1)?.value))).toEqual(
      new Set([
        'order 17 cannot be read, password=[REDACTED]',
        'the stock answers nonsense',
        'a text',
        'Object captured as exception with keys: code, password',
      ]),
    );
    expect(events).toHaveLength(4);
    expect(JSON.stringify(events)).not.toContain('correct-horse');
  });

  it('shows the source around the frames of the application', async () => {
    const application = await start({ platform });

    await application.request('/orders/17');
    const [event] = await sidecar.received();

    const frames = event!.exception!.values.at(-1)!.stacktrace!.frames;
    const own = frames.findLast(({ in_app: isInApp }) => isInApp)!;
    expect(own).toMatchObject({
      function: 'OrdersService.find',
      filename: expect.stringMatching(/orders\.ts$/) as string,
    });
    expect(own['context_line']).toContain('throw new OrderError');
    expect(own['pre_context']).toHaveLength(5);
    expect(frames.filter(({ in_app: isInApp }) => isInApp === false).some((frame) => 'context_line' in frame)).toBe(
      false,
    );
  });

  it('has no source where none is asked for', async () => {
    const application = await start({ platform, observability: { errors: { sourceLines: 0 } } });

    await application.request('/orders/17');
    const [event] = await sidecar.received();

    expect(JSON.stringify(event)).not.toContain('context_line');
  });
});

describe('An error that the application handles', () => {
  it('is told by captureError, with the request around it and what is said of it', async () => {
    const application = await start();

    const { status } = await application.request('/orders/caught', { headers: { traceparent } });
    const [event] = await sidecar.received();

    expect(status).toBe(200);
    expect(shown(event!)).toMatchObject({
      level: 'error',
      transaction: 'GET /orders/caught',
      extra: { 'order.id': '17' },
      trace: { trace_id: TRACE_ID },
    });
    expect(event!.exception!.values.at(-1)!.mechanism).toMatchObject({ handled: true });
  });

  it('is told outside of any request too', async () => {
    const application = await start();

    application.app
      .get(ObservabilityService)
      .captureError(new OrderError('the stock is closed'), { aisle: 4, password: 'correct-horse' });
    const [event] = await sidecar.received();

    expect(shown(event!)).toMatchObject({
      transaction: undefined,
      tags: { fingerprint: FINGERPRINT },
      extra: { aisle: 4, password: '[REDACTED]' },
      exceptions: ['OrderError: the stock is closed'],
    });
  });
});

describe('Work that comes in by other ways', () => {
  it('fails as a message', async () => {
    const port = await freePort();
    const transport = { transport: Transport.TCP, options: { host: '127.0.0.1', port } } as const;
    const application = await start({
      configure: async (app) => {
        app.connectMicroservice<MicroserviceOptions>(transport, { inheritAppConfig: true });
        await app.startAllMicroservices();
      },
    });
    const client = ClientProxyFactory.create(transport);

    await expect(firstValueFrom(client.send('orders.find', '17'))).rejects.toMatchObject({ status: 'error' });
    client.close();
    const [event] = await sidecar.received();

    const span = application.recorder.spans.find(({ name }) => name === 'orders.find')!;
    expect(shown(event!)).toMatchObject({
      transaction: 'orders.find',
      tags: {
        kind: 'rpc.server',
        transport: 'tcp',
        route: 'orders.find',
        handler: 'OrdersController.message',
        module: 'OrdersModule',
      },
      request: undefined,
      exceptions: ['RangeError: page 9', 'OrderError: order 17 cannot be read, password=[REDACTED]'],
      trace: { trace_id: span.spanContext().traceId, span_id: span.spanContext().spanId },
    });
  });

  it('fails as a run', async () => {
    const application = await start({ imports: [ScheduleModule.forRoot(), OrdersModule] });

    await application.app.get(SchedulerRegistry).getCronJob('sweep').fireOnTick();
    const [event] = await sidecar.received();

    expect(shown(event!)).toMatchObject({
      transaction: 'Jobs.sweep',
      tags: { kind: 'schedule.run', handler: 'Jobs.sweep', controller: 'Jobs', module: 'OrdersModule' },
      exceptions: ['OrderError: nothing to sweep'],
    });
    expect(event!.tags).not.toHaveProperty('transport');
  });
});

describe('What a user may decide', () => {
  it('is how errors are grouped', async () => {
    const application = await start({}, { groupByFingerprint: true });

    await application.request('/orders/17');
    await application.request('/orders/4711');
    const [first, second] = await sidecar.received(2);

    expect(first!.fingerprint).toEqual([first!.tags!['fingerprint']]);
    expect(second!.fingerprint).toEqual(first!.fingerprint);
  });

  it('is who sends them: release, environment and server', async () => {
    const application = await start({}, { release: 'r', environment: 'e', serverName: 's' });

    await application.request('/orders/17');
    const [event] = await sidecar.received();

    expect(shown(event!)).toMatchObject({ release: 'r', environment: 'e', server_name: 's' });
  });

  it('is the last word on an event, after everything has been added', async () => {
    const beforeSend: SentryOptions['beforeSend'] = (event) =>
      event.tags?.['route'] === '/orders/text' ? null : { ...event, tags: { ...event.tags, seen: 'yes' } };
    const application = await start({}, { beforeSend });

    await application.request('/orders/text');
    await application.request('/orders/17');
    await application.close();

    expect((await sidecar.all()).map(({ tags }) => [tags?.['route'], tags?.['seen']])).toEqual([
      ['/orders/:id', 'yes'],
    ]);
  });
});
