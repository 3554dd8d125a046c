/** What the console says of the traces of a real application, against what its spans said. */
import { Controller, Get, Injectable, NotFoundException, Param } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { on } from 'node:events';
import { connect } from 'node:net';
import { Traced } from 'nestjs-observability';
import type {
  ImportAnswer,
  ProblemAnswer,
  RecorderAnswer,
  SpanDetail,
  TraceAnswer,
  TraceDetail,
  TracesAnswer,
} from '../../src/console/shapes/index.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { ConsoleReader, HEADERS, until, withConsole } from './console-reader.js';

const SECRET = 'hunter2-of-the-traces';
const HOSTILE = '<img src=x onerror="alert(1)"> \u2028 \u0007';

@Injectable()
class OrdersService {
  @Traced()
  async find(id: string): Promise<{ id: string }> {
    return this.load(id);
  }

  @Traced()
  load(id: string): { id: string } {
    if (id === 'broken') throw new TypeError('cannot read');
    return { id };
  }
}

@Controller('orders')
class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get('probe')
  probe(): string {
    return 'ok';
  }

  @Get('secret')
  secret(): void {
    const tracer = trace.getTracer('somebody-else');
    const span = tracer.startSpan(`SELECT password='${SECRET}'`, { attributes: { password: SECRET } });
    span.addEvent('asked', { authorization: `Bearer ${SECRET}` });
    span.setStatus({ code: 2, message: `password=${SECRET}` });
    span.end();
  }

  @Get('annotated')
  annotated(): void {
    trace.getActiveSpan()?.setAttributes({ password: SECRET, note: `password=${SECRET}` });
    trace.getActiveSpan()?.addEvent('told', { token: SECRET });
  }

  @Get('hostile')
  hostile(): void {
    trace.getActiveSpan()?.setAttribute('note', HOSTILE);
  }

  @Get('missing')
  missing(): never {
    throw new NotFoundException();
  }

  @Get(':id')
  find(@Param('id') id: string): Promise<{ id: string }> {
    return this.orders.find(id);
  }
}

afterEach(closeApplications);

describe.each(platforms)('the traces in the console, on %s', (platform) => {
  const start = async (console: object = {}): Promise<Desk> => {
    const observability = withConsole({ console, logs: { level: 'warn' } });
    const module = { controllers: [OrdersController], providers: [OrdersService] };
    return new Desk(await startApplication({ platform, ...module, observability }));
  };

  it('have a row for a request, with what its root says', async () => {
    const desk = await start();
    await desk.get('/orders/7', { 'x-request-id': 'r-7' });
    const { rows, total, hasMore, histogram, problems, sampleRatio } = await desk.traces();

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      name: 'GET /orders/:id',
      kind: 'http.server',
      status: 'unset',
      route: '/orders/:id',
      method: 'GET',
      statusCode: '200',
      errorCount: 0,
      requestId: 'r-7',
      isComplete: true,
      isImported: false,
    });
    expect([total, hasMore, problems, sampleRatio]).toEqual([1, false, [], 1]);
    expect(histogram.map(({ count }) => count)).toEqual([1]);
  });

  it('show each span that was recorded, in the same place and with the same words', async () => {
    const desk = await start();
    await desk.get('/orders/broken');
    const detail = await desk.only();

    expect(detail.spans.map(shown).toSorted(byId)).toEqual(
      desk.application.recorder.spans.map(recorded).toSorted(byId),
    );
    expect(detail.spans.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['http.server', 'nest.handler', 'method']),
    );
    const [root] = detail.spans;
    expect([root!.spanId, root!.parentSpanId, root!.offsetMs]).toEqual([detail.row.rootSpanId, null, 0]);
    for (const span of detail.spans) expectInside(span, detail.spans);
    expect(detail.criticalSpanIds[0]).toBe(root!.spanId);
    expect(new Set(detail.spans.map(({ spanId }) => spanId))).toEqual(
      expect.objectContaining(new Set(detail.criticalSpanIds)),
    );
    expect(detail.traceparent).toBe(`00-${detail.row.traceId}-${root!.spanId}-01`);
    expect(detail.curl).toBe(`curl --globoff -X 'GET' '${desk.application.url}/orders/broken'`);
  });

  it('know the lines of the log that belong to a span, and the neighbours of the same route', async () => {
    const desk = await start();
    for (const path of ['/orders/1', '/orders/probe', '/orders/broken', '/orders/2']) await desk.get(path);
    const { rows } = await desk.traces({ q: 'name:"GET /orders/:id"' });
    const [last, broken, first] = rows.map(({ traceId }) => traceId);
    const detail = await desk.trace(broken!);

    expect([detail.previousTraceId, detail.nextTraceId]).toEqual([first, last]);
    const root = detail.spans.find(({ spanId }) => spanId === detail.row.rootSpanId);
    expect([detail.row.logCount > 0, root!.logCount > 0]).toEqual([true, true]);
  });

  it('are found by a query: spaces, operators, chips switched off, and words that mean nothing', async () => {
    const desk = await start();
    for (const path of ['/orders/1', '/orders/2', '/orders/broken', '/orders/missing', '/nowhere'])
      await desk.get(path);
    const found = async (q: string): Promise<(string | null)[]> => {
      const { rows } = await desk.traces({ q });
      return rows.map(({ statusCode }) => statusCode);
    };

    expect(await found('status:error')).toEqual(['500']);
    expect(await found('status>=400 status<500')).toEqual(['404', '404']);
    expect(await found('"cannot read"')).toEqual(['500']);
    expect(await found('route:"/orders/:id" -status:error')).toEqual(['200', '200']);
    expect(await found('url.path:/orders/2')).toEqual(['200']);
    expect(await found('span:OrdersService.load status:ok')).toEqual(['200', '200']);
    expect(await found('!status:error')).toHaveLength(5);
    expect(await found('dur>1m')).toEqual([]);
    expect((await desk.traces({ q: 'dur>soon "open' })).problems.map(({ text }) => text)).toEqual([
      '"open',
      'dur>soon',
    ]);
  });

  it('come in pages, and within a range of time', async () => {
    const desk = await start();
    for (let id = 0; id < 5; id++) await desk.get(`/orders/${id}`);
    const first = await desk.traces({ limit: '3' });
    const second = await desk.traces({ limit: '3', beforeSequence: String(first.rows[2]!.sequence) });
    const all = [...first.rows, ...second.rows];
    const { startedAtMs } = all[2]!;

    expect([first.hasMore, second.hasMore, new Set(all.map(({ traceId }) => traceId)).size]).toEqual([true, false, 5]);
    expect((await desk.traces({ fromMs: String(startedAtMs) })).total).toBe(3);
    expect((await desk.traces({ toMs: String(startedAtMs) })).total).toBe(3);
    expect((await desk.ask('traces', { limit: 'many' })).status).toBe(400);
  });

  it('keep the one failure while 5 000 probes pass', async () => {
    const desk = await start({ maxTraces: 100 });
    await desk.get('/orders/broken');
    const [failure] = (await desk.traces()).rows;
    await desk.probe(5_000);
    const { rows, total } = await desk.traces({ q: 'status:error' });
    const { recorder } = await desk.reader.read<RecorderAnswer>('recorder');

    expect([total, rows[0]!.traceId, rows[0]!.isKept]).toEqual([1, failure!.traceId, true]);
    expect((await desk.trace(failure!.traceId)).spans.length).toBe(failure!.spanCount);
    // After the first second only a share is kept while nobody looks; a fast machine is done by then.
    expect(recorder.traces).toBeLessThanOrEqual(100);
    expect(recorder.traces + recorder.evictedTraces + recorder.passedOverTraces).toBe(5_001);
  }, 60_000);

  it('that have left are no longer in memory, and say so', async () => {
    const desk = await start({ maxTraces: 20 });
    await desk.get('/orders/1');
    await desk.get('/orders/2');
    const ids = (await desk.traces()).rows.map(({ traceId }) => traceId);
    await desk.probe(300);

    const answers = await Promise.all([...ids, 'nonsense', ''].map((id) => desk.ask('trace', { id })));
    const statuses = answers.map(({ status }) => status);
    // The slower one of a route is kept.
    expect(statuses.toSorted()).toEqual([200, 404, 404, 404]);
    const gone = answers.find(({ status }) => status === 404)!;
    expect(((await gone.json()) as ProblemAnswer).error.code).toBe('OBS_ERR_NOT_KEPT');
  });

  it('do not have requests to the console, to metrics or to health', async () => {
    const desk = await start();
    await desk.traces();
    for (const path of ['/metrics', '/health/live', '/health/ready', '/observability']) await desk.get(path);

    expect((await desk.traces()).total).toBe(0);
  });

  it('never show what was secret, whoever made the span', async () => {
    const desk = await start();
    for (const path of ['/orders/secret', '/orders/annotated', `/orders/7?token=${SECRET}`]) await desk.get(path);
    const { rows } = await desk.traces();
    const ids = rows.map(({ traceId }) => traceId);
    const pages = [
      JSON.stringify(rows),
      ...(await Promise.all(ids.map(async (id) => (await desk.ask('trace', { id })).text()))),
      ...(await Promise.all(ids.map(async (id) => (await desk.ask('trace-otlp', { id })).text()))),
      await (await desk.ask('export')).text(),
    ];

    expect(rows.map(({ spanCount }) => spanCount > 0)).toEqual([true, true, true]);
    expect(pages.filter((page) => page.includes(SECRET))).toEqual([]);
  });

  it('give text as it was, whatever it looks like', async () => {
    const desk = await start();
    await desk.get('/orders/hostile');
    const { spans } = await desk.only();

    expect(spans.some(({ attributes }) => attributes['note'] === HOSTILE)).toBe(true);
  });

  it('go to another application as a file and are the same there, but for being imported', async () => {
    const [desk, other] = [await start(), await start()];
    await desk.get('/orders/broken', { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    const detail = await desk.only();
    const file = await desk.ask('trace-otlp', { id: detail.row.traceId });
    const otlp: unknown = await file.json();
    const answer = await other.post<ImportAnswer>('import', { otlp });
    const again = await other.post<ImportAnswer>('import', { otlp });
    const imported = await other.only();

    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="trace-${detail.row.traceId}.json"`);
    expect(answer).toEqual({
      version: 1,
      traceIds: [detail.row.traceId],
      spanCount: detail.spans.length,
      rejectedSpanCount: 0,
    });
    expect([again.spanCount, again.rejectedSpanCount]).toEqual([0, detail.spans.length]);
    expect(imported.row.isImported).toBe(true);
    expect(comparable(imported)).toEqual(comparable(detail));
  });

  it('go whole as one file, with the lines of the log', async () => {
    const [desk, other] = [await start(), await start()];
    for (const path of ['/orders/1', '/orders/broken', '/orders/2']) await desk.get(path);
    const otlp = (await (await desk.ask('export')).json()) as Session;
    const answer = await other.post<ImportAnswer>('import', { otlp });

    expect(new Set(answer.traceIds)).toEqual(new Set((await desk.traces()).rows.map(({ traceId }) => traceId)));
    expect((await other.traces()).rows.map(({ name }) => name)).toEqual(Array(3).fill('GET /orders/:id'));
    const [{ resource, scopeLogs }] = otlp.resourceLogs;
    expect(resource.attributes).toContainEqual({ key: 'process.pid', value: { intValue: String(process.pid) } });
    expect(scopeLogs[0].logRecords).toContainEqual(
      expect.objectContaining({ severityText: 'ERROR', severityNumber: 17, traceId: expect.any(String) }),
    );
  });

  it('refuse files that are none, and files that are too large', async () => {
    const desk = await start();
    const refused = await Promise.all(
      [{}, { otlp: 'text' }, { otlp: { resourceSpans: [{}] } }, { otlp: {}, more: 1 }].map((body) =>
        desk.send('import', body),
      ),
    );
    const large = await desk.send('import', { otlp: 'x'.repeat(17 * 2 ** 20) });

    expect(refused.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(large.status).toBe(413);
    expect((await desk.traces()).total).toBe(0);
  });

  it('are forgotten when somebody says so', async () => {
    const desk = await start();
    await desk.get('/orders/broken');
    await until(async () => (await desk.traces()).total === 1);
    const { recorder } = await desk.post<RecorderAnswer>('recorder', { action: 'clear' });

    expect([recorder.traces, recorder.spans, recorder.logs, recorder.isRecording]).toEqual([0, 0, 0, true]);
    expect((await desk.traces()).total).toBe(0);
  });
});

class Desk {
  readonly reader: ConsoleReader;

  constructor(readonly application: RunningApplication) {
    this.reader = new ConsoleReader(application);
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<void> {
    await (await this.application.request(path, { headers })).text();
  }

  /** Through one connection, fifty at a time: a client of its own for each would take longer than the requests. */
  async probe(count: number): Promise<void> {
    const socket = connect(this.application.port, '127.0.0.1').setEncoding('latin1');
    const chunks = on(socket, 'data');
    for (let sent = 0; sent < count; sent += 50) {
      socket.write('GET /orders/probe HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(50));
      let answers = '';
      while (answers.split('HTTP/1.1 200').length <= 50) answers += String((await chunks.next()).value);
    }
    socket.destroy();
  }

  traces(params: Record<string, string> = {}): Promise<TracesAnswer> {
    return this.reader.read<TracesAnswer>('traces', params);
  }

  async trace(id: string): Promise<TraceDetail> {
    return (await this.reader.read<TraceAnswer>('trace', { id })).trace;
  }

  /** The one trace there is. */
  async only(): Promise<TraceDetail> {
    const { rows } = await this.traces();
    expect(rows).toHaveLength(1);
    return this.trace(rows[0]!.traceId);
  }

  ask(resource: string, params: Record<string, string> = {}): Promise<Response> {
    return this.reader.ask(resource, params);
  }

  send(resource: string, body: object): Promise<Response> {
    const { url, request } = this.application;
    const headers = { ...HEADERS, origin: url, 'content-type': 'application/json' };
    return request(`/observability/api/v1/${resource}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async post<T>(resource: string, body: object): Promise<T> {
    const response = await this.send(resource, body);
    expect(response.status).toBe(200);
    return (await response.json()) as T;
  }
}

interface Session {
  readonly resourceLogs: readonly [
    {
      readonly resource: { readonly attributes: readonly object[] };
      readonly scopeLogs: readonly [{ readonly logRecords: readonly object[] }];
    },
  ];
}

type Recorded = RunningApplication['recorder']['spans'][number];

function shown({
  spanId,
  parentSpanId,
  name,
  durationMs,
  status,
  statusMessage,
  attributes,
  events,
}: SpanDetail): object {
  const durationUs = Math.round(durationMs * 1e3);
  return { spanId, parentSpanId, name, durationUs, status, statusMessage, attributes, events: events.map(told) };
}

/** Stacks are long under test, and long values are cut. */
function told({ name, attributes = {} }: { readonly name: string; readonly attributes?: object }): object {
  const cut = Object.entries(attributes).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.slice(0, 1_000) : value,
  ]);
  return { name, attributes: Object.fromEntries(cut) };
}

function recorded(span: Recorded): object {
  const { name, parentSpanContext, status, attributes, events, startTime, endTime } = span;
  const durationMs = (endTime[0] - startTime[0]) * 1e3 + (endTime[1] - startTime[1]) / 1e6;
  return {
    spanId: span.spanContext().spanId,
    parentSpanId: parentSpanContext?.spanId ?? null,
    name,
    durationUs: Math.round(durationMs * 1e3),
    status: ['unset', 'ok', 'error'][status.code],
    statusMessage: status.message ?? null,
    attributes,
    events: events.map(told),
  };
}

function byId(one: object, other: object): number {
  return (one as SpanDetail).spanId < (other as SpanDetail).spanId ? -1 : 1;
}

/** Within a microsecond. */
function expectInside(span: SpanDetail, all: readonly SpanDetail[]): void {
  const parent = all.find(({ spanId }) => spanId === span.parentSpanId);
  if (parent === undefined) return;
  expect(all.indexOf(parent)).toBeLessThan(all.indexOf(span));
  expect(span.offsetMs).toBeGreaterThanOrEqual(parent.offsetMs - 0.001);
  expect(span.offsetMs + span.durationMs).toBeLessThanOrEqual(parent.offsetMs + parent.durationMs + 0.001);
  expect(span.selfMs).toBeLessThanOrEqual(span.durationMs);
}

/** What depends on the other process, and the fractions of a microsecond that a file has no room for. */
function comparable({ row, spans, ...detail }: TraceDetail): object {
  const { sequence: _sequence, isImported: _isImported, logCount: _logCount, ...facts } = row;
  const rounded = (value: unknown) =>
    JSON.parse(JSON.stringify(value), (_key, one: unknown) =>
      typeof one === 'number' ? Math.round(one * 1e3) / 1e3 : one,
    );
  return { ...detail, row: rounded(facts), spans: rounded(spans.map(({ logCount: _count, ...span }) => span)) };
}
