import { FastifyAdapter } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { Controller, Get, Header, Module, Req, Res, Sse, StreamableFile, type MessageEvent } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as httpRequest } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { MetricsService, ObservabilityModule, OperationPipeline } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { concat, NEVER, of, throwError, type Observable } from 'rxjs';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import '../support/matchers.js';

const rawOf = (response: { raw?: ServerResponse } & object): ServerResponse =>
  response.raw ?? (response as unknown as ServerResponse);

let handWritten: ServerResponse;

@Controller()
class StreamController {
  @Sse('events/:topic')
  events(): Observable<MessageEvent> {
    return concat(of({ data: 'one' }, { data: { two: 2 } }), NEVER);
  }

  @Sse('short')
  short(): Observable<MessageEvent> {
    return of({ data: 'one', id: 'a' }, { data: 'again', id: 'a' }, { data: 'two', id: 'b' });
  }

  @Sse('torn')
  torn(): Observable<MessageEvent> {
    return concat(
      of({ data: 'one' }),
      throwError(() => new Error('torn')),
    );
  }

  @Get('hand-written')
  handWritten(@Res() response: ServerResponse): void {
    handWritten = rawOf(response);
    handWritten.setHeader('content-type', 'text/event-stream; charset=utf-8');
    handWritten.write('id: 1\ndata: first\n\n');
  }

  @Get('goodbye')
  goodbye(@Res() response: ServerResponse): void {
    const raw = rawOf(response);
    raw.writeHead(200, { 'Content-Type': 'text/event-stream' });
    raw.flushHeaders();
    raw.end(Buffer.from('data: ü\n\ndata: bye\n\n'));
  }

  @Get('download')
  @Header('content-type', 'application/octet-stream')
  download(): StreamableFile {
    return new StreamableFile(Readable.from([Buffer.alloc(1000), Buffer.alloc(1000)]));
  }

  @Get('plain')
  plain(@Req() _request: IncomingMessage): string {
    return 'data: no event\n\n';
  }
}

afterEach(closeApplications);

const streamsOf = ({ recorder }: RunningApplication) => recorder.operations.filter(({ kind }) => kind === 'sse.stream');

describe.each(platforms)('Event streams on %s', (platform) => {
  const start = (isBare = false) => startApplication({ platform, isBare, controllers: [StreamController] });

  it('are no part of the latency of requests, which end with their head', async () => {
    const application = await start();
    const client = await open(application, '/events/news');
    await application.recorder.waitFor(() => client.text.includes('{"two":2}'));

    const labels = { method: 'GET', route: '/events/:topic', status: '200' };
    await expect(application).toHaveSample('http_requests_total', labels, 1);
    await expect(application).toHaveSample('sse_streams_active', { stream: '/events/:topic' }, 1);
    await expect(application).toHaveSample('sse_events_total', { stream: '/events/:topic', outcome: 'sent' }, 2);
    await new Promise((resolve) => setTimeout(resolve, 60));
    client.leave();

    await application.recorder.waitFor(() => streamsOf(application).length === 1);
    const [stream] = streamsOf(application);
    expect(stream).toMatchObject({
      name: 'GET /events/:topic stream',
      outcome: 'canceled',
      labels: ['/events/:topic'],
    });
    const request = application.recorder.operations.find(({ kind }) => kind === 'http.server');
    expect(request).toMatchObject({ outcome: 'ok', attributes: { 'http.response.status_code': 200 } });
    expect(stream!.durationMs).toBeGreaterThan(request!.durationMs);
    await expect(application).toHaveSample('http_requests_active', { method: 'GET' }, 0);
    await expect(application).toHaveSample('sse_streams_active', { stream: '/events/:topic' }, 0);
    await expect(application).toHaveSample('sse_stream_duration_seconds_count', { stream: '/events/:topic' }, 1);
    expect(await application.scrape()).not.toContain(
      'http_response_size_bytes_count{method="GET",route="/events/:topic"',
    );
  });

  it('are below the request in its trace', async () => {
    const application = await start();

    await (await application.request('/short')).text();

    const spanOf = (name: string) => application.recorder.spans.find((span) => span.name === name);
    await application.recorder.waitFor(() => spanOf('GET /short stream'));
    expect(spanOf('GET /short stream')!.parentSpanContext?.spanId).toBe(spanOf('GET /short')!.spanContext().spanId);
  });

  it('count an event that repeats an id as deduplicated, and it goes out all the same', async () => {
    const application = await start();

    const text = await (await application.request('/short')).text();

    expect(text.match(/^data:/gm)).toHaveLength(3);
    await application.recorder.waitFor(() => streamsOf(application).length === 1);
    await expect(application).toHaveSample('sse_events_total', { stream: '/short', outcome: 'sent' }, 2);
    await expect(application).toHaveSample('sse_events_total', { stream: '/short', outcome: 'deduplicated' }, 1);
  });

  it('know a reconnection by its Last-Event-ID, and what it has already', async () => {
    const application = await start();

    await (await application.request('/short', { headers: { 'last-event-id': 'b' } })).text();

    await application.recorder.waitFor(() => streamsOf(application).length === 1);
    await expect(application).toHaveSample('sse_reconnections_total', { stream: '/short' }, 1);
    await expect(application).toHaveSample('sse_events_total', { stream: '/short', outcome: 'deduplicated' }, 2);
  });

  it('end as an error when their Observable does', async () => {
    const application = await start();

    await (await application.request('/torn')).text();

    await application.recorder.waitFor(() => streamsOf(application).length === 1);
    expect(streamsOf(application)[0]).toMatchObject({ outcome: 'error', error: { message: 'torn' } });
  });

  it('are known when written by hand, from the very first write to the last', async () => {
    const application = await start();
    const client = await open(application, '/hand-written');
    handWritten.write('id: 2\ndata: sec');
    handWritten.write('ond\n\n');
    handWritten.end('data: third\n\n');
    await application.recorder.waitFor(() => client.text.includes('third'));

    await (await application.request('/goodbye')).text();

    await application.recorder.waitFor(() => streamsOf(application).length === 2);
    expect(streamsOf(application).map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    await expect(application).toHaveSample('sse_events_total', { stream: '/hand-written', outcome: 'sent' }, 3);
    await expect(application).toHaveSample('sse_events_total', { stream: '/goodbye', outcome: 'sent' }, 2);
  });

  it('drop what is written for a client that has left', async () => {
    const application = await start();
    const client = await open(application, '/hand-written');
    await application.recorder.waitFor(() => client.text.includes('first'));
    client.leave();
    await application.recorder.waitFor(() => streamsOf(application).length === 1);

    handWritten.write('id: 2\ndata: late\n\n');

    await expect(application).toHaveSample('sse_events_total', { stream: '/hand-written', outcome: 'sent' }, 1);
    await expect(application).toHaveSample('sse_events_total', { stream: '/hand-written', outcome: 'dropped' }, 1);
  });

  it('drop what still waits in memory when a client leaves that did not read', async () => {
    const application = await start();
    const client = await open(application, '/hand-written');
    await application.recorder.waitFor(() => client.text.includes('first'));
    client.pause();
    const padding = 'x'.repeat(1_000_000);
    for (let id = 2; id <= 41; id++) {
      handWritten.write(`id: ${id}\ndata: ${padding}\n\n`);
      // One write a turn, as events come; Node hands what is written in one turn to the system in one go.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await application.recorder.waitFor(() => handWritten.writableLength > 0);
    const waiting = await sampleOf(application, 'sse_buffer_bytes{stream="/hand-written"}');

    client.leave();

    await application.recorder.waitFor(() => streamsOf(application).length === 1);
    const sent = await sampleOf(application, 'sse_events_total{stream="/hand-written",outcome="sent"}');
    const dropped = await sampleOf(application, 'sse_events_total{stream="/hand-written",outcome="dropped"}');
    expect(waiting).toBeGreaterThan(1_000_000);
    expect(dropped).toBeGreaterThan(0);
    expect(sent + dropped).toBe(41);
  });

  it('tell how long they have been silent', async () => {
    const application = await start();
    const client = await open(application, '/events/news');
    await application.recorder.waitFor(() => client.text.includes('{"two":2}'));
    await new Promise((resolve) => setTimeout(resolve, 50));

    const idle = await sampleOf(application, 'sse_idle_seconds{stream="/events/:topic"}');

    expect(idle).toBeGreaterThan(0.03);
    expect(idle).toBeLessThan(5);
    client.leave();
  });

  it('are not what other streamed answers are: those stay requests', async () => {
    const application = await start();

    await (await application.request('/download')).arrayBuffer();
    await (await application.request('/plain')).text();

    await application.recorder.waitFor(({ operations }) => operations.length >= 2);
    expect(streamsOf(application)).toEqual([]);
    const labels = { method: 'GET', route: '/download', status: '200' };
    await expect(application).toHaveSample('http_response_size_bytes_sum', labels);
  });

  it('look the same with and without the module', async () => {
    const [bare, observed] = [await start(true), await start()];
    const read = async (application: RunningApplication, path: string) => {
      const response = await application.request(path);
      const { date: _date, 'x-request-id': _id, ...headers } = Object.fromEntries(response.headers);
      return { headers, text: await response.text() };
    };

    for (const path of ['/short', '/torn', '/goodbye', '/download']) {
      expect(await read(observed!, path)).toEqual(await read(bare!, path));
    }
  });

  it('leave nothing open when the application closes', async () => {
    const application = await start();
    const client = await open(application, '/events/news');
    const pipeline = application.app.get(OperationPipeline);

    const closing = application.close();
    client.leave();
    await closing;

    await application.recorder.waitFor(() => pipeline.active === 0);
    expect(streamsOf(application).map(({ outcome }) => outcome)).toEqual(['canceled']);
  });
});

async function sampleOf(application: RunningApplication, series: string): Promise<number> {
  const line = (await application.scrape()).split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return Number(line?.split(' ')[1] ?? 0);
}

interface Reader {
  readonly text: string;
  pause(): void;
  leave(): void;
}

/** Resolves with the head. */
function open({ port }: RunningApplication, path: string): Promise<Reader> {
  return new Promise((resolve, reject) => {
    let text = '';
    const request = httpRequest({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('error', () => undefined);
      resolve({
        get text() {
          return text;
        },
        pause: () => void response.pause(),
        leave: () => void request.destroy(),
      });
    });
    request.on('error', reject).end();
  });
}

it('Event streams over HTTP/2 are told apart and counted', async () => {
  const recorder = new TelemetryRecorder();
  @Module({ imports: [ObservabilityModule.forRoot(recorder.observing())], controllers: [StreamController] })
  class Http2Module {}
  const adapter = new FastifyAdapter({ http2: true } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create(Http2Module, adapter, { abortOnError: false, bufferLogs: true });
  await app.listen(0, '127.0.0.1');
  const session = connectHttp2(`http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`);

  session.request({ ':path': '/short' }).resume().end();
  session.request({ ':path': '/goodbye' }).resume().end();
  const endless = session.request({ ':path': '/events/news' });
  endless.on('error', () => undefined).once('data', () => endless.close());

  const isStream = ({ kind }: { kind: string }): boolean => kind === 'sse.stream';
  await recorder.waitFor(({ operations }) => operations.filter(isStream).length === 3);
  const metrics = await app.get(MetricsService).snapshot();
  session.destroy();
  await app.close();
  const ended = recorder.operations.filter(isStream).map(({ labels, outcome }) => [...labels, outcome]);
  expect(ended).toEqual(
    expect.arrayContaining([
      ['/short', 'ok'],
      ['/goodbye', 'ok'],
      ['/events/:topic', 'canceled'],
    ]),
  );
  expect(JSON.stringify(metrics)).toContain('"outcome":"deduplicated"');
});
