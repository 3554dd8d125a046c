import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CaptureService, ObservabilityModule, type CaptureRule, type ObservabilityOptions } from 'nestjs-observability';
import { TelemetryRecorder } from 'nestjs-observability/testing';
import { connect as connectHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { acceptAnything, CapturingShop } from './capturing-shop.js';

const MARK = '[REDACTED]';
const json = { 'content-type': 'application/json' };

afterEach(closeApplications);

it('without rules keeps nothing, and says so', async () => {
  const { app, request } = await startApplication({ controllers: [CapturingShop] });
  const captures = app.get(CaptureService);

  await request('/orders/7');

  expect([captures.list(), captures.get('1'), captures.clear(), captures.curl('1'), captures.har()]).toEqual([
    [],
    undefined,
    0,
    undefined,
    undefined,
  ]);
});

describe.each(platforms)('Capture on %s', (platform) => {
  let application: RunningApplication;
  let captures: CaptureService;

  const start = async (
    rules: readonly CaptureRule[],
    capture: Omit<ObservabilityOptions['capture'], 'rules'> = {},
    more: ObservabilityOptions = {},
  ): Promise<void> => {
    application = await startApplication({
      platform,
      controllers: [CapturingShop],
      configure: acceptAnything,
      observability: { ...more, capture: { ...capture, rules } },
    });
    captures = application.app.get(CaptureService);
  };
  /** The response may be there before the server has closed its own side. */
  const kept = async (path: string, init?: RequestInit) => {
    const before = captures.list().length;
    await (await application.request(path, init)).arrayBuffer();
    await application.recorder.waitFor(() => captures.list().length > before);
    return captures.list()[0]!;
  };

  it('keeps what failed, whole and without its secrets, under the ids of its trace and log line', async () => {
    await start([{ when: 'failed' }]);
    await application.request('/orders/7');

    const exchange = await kept('/orders/broken?token=hunter2&page=2', {
      headers: {
        authorization: 'Bearer hunter2',
        cookie: 'sid=hunter2',
        'x-request-id': 'r1',
        'x-note': 'pwd=hunter2',
      },
    });

    const line = application.recorder.lines.find(({ err }) => err !== undefined) as { err: object; trace_id: string };
    expect(captures.list()).toEqual([exchange]);
    expect(exchange).toMatchObject({
      reason: 'failed',
      route: '/orders/:id',
      traceId: line.trace_id,
      requestId: 'r1',
      error: {
        type: 'TypeError',
        message: `password=${MARK} is wrong`,
        fingerprint: (line.err as { fingerprint: string }).fingerprint,
      },
      request: {
        method: 'GET',
        url: `${application.url}/orders/broken?token=${MARK}&page=2`,
        httpVersion: '1.1',
        headers: { authorization: MARK, cookie: MARK, 'x-request-id': 'r1', 'x-note': `pwd=${MARK}` },
        body: { kind: 'none', bytes: 0 },
      },
      response: {
        status: 500,
        headers: { 'content-type': expect.stringContaining('application/json') as string },
        body: { kind: 'json', isCut: false },
      },
    });
    expect(exchange.durationMs).toBeGreaterThan(0);
    expect(Math.abs(exchange.startedAtMs - Date.now())).toBeLessThan(60_000);
    expect(JSON.stringify(exchange)).not.toContain('hunter2');
  });

  it('lets rules ask for slowness, method, route and anything else', async () => {
    await start([
      { when: 'slow', slowMs: 40, route: '/slow' },
      { when: 'slow', slowMs: 1_000_000 },
      { when: 'always', method: 'POST', route: '/ec*' },
      { when: 'always', match: ({ status, headers }) => status === 404 && headers['x-ask'] === 'yes' },
      { when: 'always', route: '/stream', sampleRatio: 0 },
      {
        when: 'always',
        route: '/empty',
        match: () => {
          throw new Error('no');
        },
      },
    ]);
    for (const path of ['/orders/7', '/orders/none', '/stream', '/empty']) await application.request(path);
    await application.request('/orders/none', { headers: { 'x-ask': 'yes' } });
    await application.request('/echo', { method: 'POST', headers: json, body: '{}' });
    await application.request('/slow');

    await application.recorder.waitFor(() => captures.list().length >= 3);
    const told = captures.list().map(({ reason, request: { url } }) => [reason, url.slice(application.url.length)]);
    expect(told).toEqual([['slow', '/slow'], ['always', '/echo'], ['always', '/orders/none']]); // prettier-ignore
  });

  it('keeps JSON as JSON', async () => {
    await start([{ when: 'always' }]);
    const body = { password: 'hunter2', list: [{ token: 'x' }, 1], text: 'say "hi"', inner: '{"secret":1}' };

    const { request, response } = await kept('/echo', { method: 'POST', headers: json, body: JSON.stringify(body) });

    const shown = { password: MARK, list: [{ token: MARK }, 1], text: 'say "hi"', inner: `{"secret":"${MARK}"}` };
    for (const { body: captured } of [request, response]) {
      expect(captured).toMatchObject({ kind: 'json', bytes: JSON.stringify(body).length, isCut: false });
      expect(JSON.parse((captured as { text: string }).text)).toEqual(shown);
    }
  });

  it('keeps the beginning of what is long, as text, and never half a secret', async () => {
    await start([{ when: 'always' }], { maxBodyBytes: 100 });
    const long = JSON.stringify({ note: 'n'.repeat(60), token: 't'.repeat(5000), end: 'e'.repeat(5000) });

    const { request } = await kept('/echo', { method: 'POST', headers: json, body: long });

    expect(request.body).toMatchObject({ kind: 'text', bytes: long.length, isCut: true });
    const { text: shown } = request.body as { text: string };
    expect([shown.length <= 100, shown.includes('tt'), long.startsWith(shown.split('[')[0]!)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('unpacks compressed bodies, and keeps of others what can be said', async () => {
    await start([{ when: 'always' }]);
    const packed = gzipSync('password=hunter2&a=1');

    const [answer, upload, picture, events, stream, empty, head] = [
      await kept('/packed'),
      await kept('/upload', {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8', 'content-encoding': 'gzip' },
        body: packed,
      }),
      await kept('/picture'),
      await kept('/events'),
      await kept('/stream'),
      await kept('/empty'),
      await kept('/orders/7', { method: 'HEAD' }),
    ];

    expect(answer.response.body).toMatchObject({ kind: 'json', text: `{"password":"${MARK}","ok":true}` });
    expect(upload.request.body).toMatchObject({ kind: 'text', bytes: packed.length, text: `password=${MARK}&a=1` });
    expect(picture.response.body).toEqual({ kind: 'omitted', reason: 'binary', contentType: 'image/png', bytes: 3 });
    expect(events.response.body).toMatchObject({ kind: expect.stringMatching(/omitted|none/) as string });
    expect(stream.response).toMatchObject({
      status: 200,
      headers: { 'x-kind': ['a', 'b'] },
      body: { kind: 'text', contentType: 'text/plain', bytes: 13, text: 'one two 3\nfoo' },
    });
    expect([empty, head].map(({ response: { status, body } }) => [status, body])).toEqual([
      [204, { kind: 'none', bytes: 0 }],
      [200, { kind: 'none', bytes: 0 }],
    ]);
  });

  it('knows forms field by field', async () => {
    await start([{ when: 'always' }]);
    const form = new FormData();
    form.append('note', 'hello');
    form.append('password', 'hunter2');
    form.append('photo', new Blob([new Uint8Array(2000)], { type: 'image/png' }), 'a.png');

    const multipart = await kept('/upload', { method: 'POST', body: form });
    const encoded = await kept('/echo', { method: 'POST', body: new URLSearchParams({ a: '1', user_token: 'x' }) });

    expect(multipart.request.body).toMatchObject({
      kind: 'multipart',
      isCut: false,
      fields: [
        { name: 'note', bytes: 5, value: 'hello' },
        { name: 'password', bytes: 7, value: MARK },
        { name: 'photo', bytes: 2000, fileName: 'a.png', contentType: 'image/png' },
      ],
    });
    expect(encoded.request.body).toMatchObject({ kind: 'form', text: `a=1&user_token=${MARK}` });
  });

  it('keeps an exchange that the client left, and one that was broken off', async () => {
    await start([{ when: 'always' }]);

    const leaving = new AbortController();
    const left = application.request('/never', { signal: leaving.signal }).catch(() => undefined);
    await application.recorder.waitFor(({ started }) => started.length > 0);
    leaving.abort();
    await left;
    await application.recorder.waitFor(() => captures.list().length === 1);
    await application
      .request('/broken-off')
      .then((answer) => answer.text())
      .catch(() => undefined);
    await application.recorder.waitFor(() => captures.list().length === 2);

    const told = captures.list().map(({ response: { status, body } }) => [status, body.bytes]);
    expect(told).toEqual([[499, 13], [499, 0]]); // prettier-ignore
  });

  it('stays within its bounds and tells what it could not keep', async () => {
    await start([{ when: 'always' }], { maxEntries: 2, maxBytes: 3000, omittedHeaders: ['User-Agent'] });
    const large = { method: 'POST', headers: json, body: JSON.stringify({ note: 'n'.repeat(4000) }) };

    const { request } = await kept('/echo', large);
    for (const path of ['/empty', '/stream', '/slow']) await application.request(path);
    await application.recorder.waitFor(() => captures.list()[0]?.route === '/slow');

    expect(request.body).toMatchObject({ kind: 'omitted', reason: 'limit' });
    expect(request.headers).not.toHaveProperty('user-agent');
    expect(captures.list().map(({ route }) => route)).toEqual(['/slow', '/stream']);
  });

  it('is found by filter, forgotten on demand, and leaves as a command and as an archive', async () => {
    await start([{ when: 'always' }]);
    const posted = await kept('/echo?x=1', { method: 'POST', headers: json, body: '{"a":1}' });
    await kept('/orders/7');

    expect(captures.list({ method: 'POST', route: '/echo', status: 200, reason: 'always', sinceMs: 1 })).toEqual([
      posted,
    ]);
    expect(captures.list({ limit: 1 }).map(({ route }) => route)).toEqual(['/orders/:id']);
    expect(captures.get(posted.id)).toBe(posted);
    expect(captures.curl(posted.id)).toMatch(/^curl .* -X 'POST' 'http:.*\/echo\?x=1' [^]*--data-raw '\{"a":1\}'$/);
    expect(captures.har({ traceId: posted.traceId! })).toMatchObject({
      log: {
        version: '1.2',
        entries: [
          {
            startedDateTime: new Date(posted.startedAtMs).toISOString(),
            request: {
              method: 'POST',
              httpVersion: 'HTTP/1.1',
              queryString: [{ name: 'x', value: '1' }],
              postData: { mimeType: 'application/json', text: '{"a":1}' },
              bodySize: 7,
            },
            response: { status: 200, statusText: 'OK', content: { size: 7, text: '{"a":1}' } },
          },
        ],
      },
    });
    expect([captures.clear(), captures.list()]).toEqual([2, []]);
  });
});

it('Capture knows HTTP/2', async () => {
  const recorder = new TelemetryRecorder();
  @Module({
    imports: [ObservabilityModule.forRoot(recorder.observing({ capture: { rules: [{ when: 'always' }] } }))],
    controllers: [CapturingShop],
  })
  class Http2Module {}
  const adapter = new FastifyAdapter({ http2: true } as ConstructorParameters<typeof FastifyAdapter>[0]);
  const app = await NestFactory.create(Http2Module, adapter, { abortOnError: false, bufferLogs: true });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  const captures = app.get(CaptureService);

  const stream = session.request({ ':method': 'POST', ':path': '/echo?sig=x', cookie: 'a=1', ...json });
  stream.end('{"password":"x","n":1}');
  const answer = await text(stream);
  await recorder.waitFor(() => captures.list().length === 1);

  const seen = captures.list();
  session.destroy();
  await app.close();
  expect(answer).toBe('{"password":"x","n":1}');
  const body = { kind: 'json', text: `{"password":"${MARK}","n":1}`, bytes: 22, isCut: false };
  expect(captures.list()).toEqual([]);
  expect(seen).toMatchObject([
    {
      request: {
        method: 'POST',
        url: `http://127.0.0.1:${port}/echo?sig=${MARK}`,
        httpVersion: '2.0',
        headers: { cookie: MARK },
        body,
      },
      response: { status: 200, headers: { 'content-length': '22' }, body },
    },
  ]);
});
