/** The decision desk's spans as a collector receives them: over real OTLP gRPC, one trace per request. */
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { createDesk, listen } from '../../sample/02-decision-desk/desk.js';
import { startOtlpServer, type OtlpServer, type ReceivedSpan } from '../support/otlp-server.js';

const environment = { ...process.env };
const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
const headers = { 'x-user-id': 'grace', 'content-type': 'application/json' };

let app: INestApplication;
let collector: OtlpServer;
let url: string;

beforeAll(async () => {
  collector = await startOtlpServer({ mode: 'ok' });
  Object.assign(process.env, {
    TRAFFIC: 'off',
    LOG_LEVEL: 'fatal',
    OTLP_ENDPOINT: collector.endpoint,
    OTEL_RESOURCE_ATTRIBUTES: 'team=decisions',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    ENVIRONMENT: 'staging',
    TRACE_SAMPLE_RATE: '1',
  });
  app = await createDesk();
  await listen(app, 0, '127.0.0.1');
  url = `http://127.0.0.1:${((app.getHttpServer() as Server).address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  await app.close();
  await collector.stop();
  process.env = environment;
});

const spanId = (spans: readonly ReceivedSpan[], name: string): string =>
  spans.find((span) => span.name === name)!.spanId;

async function spansOf(traceId: string, root: string): Promise<ReceivedSpan[]> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const spans = collector.spans.filter((span) => span.traceId === traceId);
    if (spans.some(({ name }) => name === root)) return spans;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`No ${root} among ${collector.spans.map(({ name }) => name).join(', ')}`);
}

it('sends one trace per request, phases and decorated methods below it, with the resource set', async () => {
  const answer = await fetch(`${url}/sessions`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ title: 'Choose a region' }),
  });

  const spans = await spansOf(answer.headers.get('trace-id')!, 'POST /sessions');

  expect(answer.status).toBe(201);
  const root = spans.find(({ name }) => name === 'POST /sessions')!;
  expect(root).toMatchObject({ parentSpanId: '', kind: 2, statusCode: 0 });
  expect(root.attributes).toMatchObject({
    'http.route': '/sessions',
    'http.response.status_code': 201,
    'user.id': 'grace',
  });
  const children = spans.filter(({ parentSpanId }) => parentSpanId === root.spanId).map(({ name }) => name);
  expect(new Set(children)).toEqual(
    new Set([
      'AuthGuard.canActivate',
      'RolesGuard.canActivate',
      'AnnotateInterceptor.intercept',
      'ValidationPipe.transform',
      'SessionsController.open',
      'AnnotateInterceptor.intercept (response)',
    ]),
  );
  const insert = spans.find(({ name }) => name === 'SessionsRepository.insert')!;
  expect(insert.parentSpanId).toBe(spanId(spans, 'SessionsController.open'));
  expect(root.resource).toMatchObject({
    'service.name': 'decision-desk',
    'service.version': expect.any(String),
    'deployment.environment.name': 'staging',
    'service.instance.id': expect.any(String),
    'host.name': expect.any(String),
    'process.pid': process.pid,
    team: 'decisions',
  });
});

it('keeps the parent of an incoming traceparent', async () => {
  const traceparent = `00-${remote.traceId}-${remote.spanId}-01`;
  await fetch(`${url}/sessions`, { headers: { ...headers, traceparent } });

  const spans = await spansOf(remote.traceId, 'GET /sessions');

  expect(spans.find(({ name }) => name === 'GET /sessions')!.parentSpanId).toBe(remote.spanId);
});
