import { createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http';
import * as http2 from 'node:http2';
import { connect, type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Diagnostics } from '../kernel/index.js';
import type { Endpoint, EndpointAnswer, EndpointRequest } from './endpoint.js';
import { acceptsGzip } from './compression.js';
import { EndpointServer } from './endpoint-server.js';

const SMALL = 'up 1\n';
const LARGE = 'requests_total{route="/orders/:id"} 1\n'.repeat(2_000);

describe('EndpointServer', () => {
  let diagnostics: Diagnostics;
  let server: Server;
  let endpoint: Endpoint;

  beforeEach(async () => {
    diagnostics = new Diagnostics(() => undefined);
    const endpoints = new EndpointServer(diagnostics);
    server = createServer((request, response) => void endpoints.serve(endpoint, request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });

  it('answers GET with a length, uncached and unsniffed', async () => {
    endpoint = answering(SMALL);

    const answer = await call('GET');

    expect(answer).toMatchObject({ status: 200, text: SMALL });
    expect(withoutDate(answer.headers)).toEqual({
      'cache-control': 'no-store',
      connection: 'close',
      'content-length': '5',
      'content-type': 'text/plain',
      'x-content-type-options': 'nosniff',
    });
  });

  it('hands method, path, query, headers and address to the endpoint', async () => {
    let seen: EndpointRequest | undefined;
    endpoint = { ...answering(SMALL), answer: (request) => ((seen = request), ok(SMALL)) };

    await call('GET', { 'x-id': '7' }, '/metrics?name[]=a&name[]=b');

    expect({ ...seen, headers: seen?.headers['x-id'], query: seen?.query.getAll('name[]') }).toEqual({
      method: 'GET',
      path: '/metrics',
      query: ['a', 'b'],
      headers: '7',
      remoteAddress: '127.0.0.1',
    });
  });

  it.each([
    ['a small text', SMALL],
    ['a large text', LARGE],
    ['large bytes', Buffer.from(LARGE)],
  ])('answers HEAD for %s with the headers of GET and no body', async (_, body) => {
    endpoint = { ...answering(body), isCompressible: true };

    const get = await call('GET', { 'accept-encoding': 'gzip' });
    const head = await call('HEAD', { 'accept-encoding': 'gzip' });

    expect(head.body.length).toBe(0);
    expect({ status: head.status, ...withoutDate(head.headers) }).toEqual({ status: 200, ...withoutDate(get.headers) });
  });

  it('answers HEAD for a stream without making more than its beginning', async () => {
    const source = endless();
    endpoint = { ...answering(() => source.chunks()), isCompressible: true };

    const head = await call('HEAD', { 'accept-encoding': 'gzip' });

    expect([head.status, head.headers['content-encoding'], head.body.length]).toEqual([200, 'gzip', 0]);
    expect(source.isStopped).toBe(true);
    expect(source.madeBytes).toBeLessThan(100_000);
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('refuses %s and names what is allowed', async (method) => {
    endpoint = answering(SMALL);

    const answer = await call(method);

    expect([answer.status, answer.headers.allow, answer.text]).toEqual([
      405,
      'GET, HEAD',
      '{"error":"Method Not Allowed"}',
    ]);
  });

  it('asks for the bearer token', async () => {
    endpoint = { ...answering(SMALL), bearerToken: 's3cret' };

    const refused = await call('GET');
    const accepted = await call('GET', { authorization: 'Bearer s3cret' });

    expect([refused.status, refused.headers['www-authenticate'], refused.text]).toEqual([
      401,
      'Bearer',
      '{"error":"Unauthorized"}',
    ]);
    expect([accepted.status, accepted.text]).toEqual([200, SMALL]);
  });

  describe('compression', () => {
    it.each([
      ['a text', () => LARGE],
      ['a stream', () => streamOf(LARGE)],
    ])('shrinks %s, which is the same when unpacked', async (_, body) => {
      endpoint = { ...answering(body), isCompressible: true };

      const answer = await call('GET', { 'accept-encoding': 'br;q=1, gzip;q=0.5' });

      expect(answer.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
      expect(answer.body.length).toBeLessThan(LARGE.length / 10);
      expect(gunzipSync(answer.body).toString()).toBe(LARGE);
    });

    it.each([
      ['the client refuses it', LARGE, true, 'gzip;q=0'],
      ['the client does not ask for it', LARGE, true, undefined],
      ['the body is small', SMALL, true, 'gzip'],
      ['the endpoint does not want it', LARGE, undefined, 'gzip'],
    ])('leaves the body alone when %s', async (_, body, isCompressible, encoding) => {
      endpoint = { ...answering(body), isCompressible };

      const answer = await call('GET', encoding === undefined ? {} : { 'accept-encoding': encoding });

      expect([answer.headers['content-encoding'], answer.text]).toEqual([undefined, body]);
    });

    it('gives a small stream a length', async () => {
      endpoint = { ...answering(() => streamOf(SMALL)), isCompressible: true };

      const answer = await call('GET', { 'accept-encoding': 'gzip' });

      expect([answer.headers['content-length'], answer.text]).toEqual(['5', SMALL]);
    });

    it('adds to a Vary header and keeps one that says enough', async () => {
      const answer = ({ query }: EndpointRequest) => ({ ...ok(SMALL), headers: { vary: query.get('vary')! } });
      endpoint = { ...answering(SMALL), isCompressible: true, answer };

      const answers = await Promise.all(
        ['Accept', 'accept,accept-encoding'].map((vary) => call('GET', {}, `/?vary=${vary}`)),
      );

      expect(answers.map(({ headers }) => headers.vary)).toEqual(['Accept, Accept-Encoding', 'accept,accept-encoding']);
    });

    it.each([
      ['gzip', true],
      ['*', true],
      ['GZIP ; Q=0.1', true],
      ['gzip;q=0, *', false],
      ['identity, *;q=0', false],
      ['gzip;q=nonsense', false],
      ['x-gzipped', false],
      ['', false],
      [undefined, false],
    ])('reads Accept-Encoding %j as %s', (header, isAccepted) => {
      expect(acceptsGzip(header)).toBe(isAccepted);
    });
  });

  describe('trouble', () => {
    it.each([
      ['throws', () => raise(new Error('password=hunter2'))],
      ['rejects', () => Promise.reject(new Error('password=hunter2'))],
      ['answers nothing', () => undefined as unknown as EndpointAnswer],
    ])('answers 500 without details when the endpoint %s', async (_, answer) => {
      endpoint = { ...answering(SMALL), answer };

      const got = await call('GET');

      expect([got.status, got.text]).toEqual([500, '{"error":"Internal Server Error"}']);
      expect([...diagnostics.failures.values()]).toEqual([
        { labels: { handler: 'test page', phase: 'answer' }, value: 1 },
      ]);
    });

    it('answers 500 when a collected body fails in its beginning', async () => {
      endpoint = { ...answering(() => failingAfter(SMALL)), isCompressible: true };

      expect((await call('GET')).status).toBe(500);
    });

    it('breaks the connection when a body fails half way, so that nobody takes the half for the whole', async () => {
      endpoint = answering(() => failingAfter(LARGE));

      await expect(call('GET')).rejects.toThrow('aborted');

      expect([...diagnostics.failures.values()]).toEqual([
        { labels: { handler: 'test page', phase: 'body' }, value: 1 },
      ]);
    });

    it('breaks the connection on headers that cannot be sent', async () => {
      endpoint = { ...answering(SMALL), answer: () => ({ ...ok(SMALL), headers: { 'x-bad': 'a\nb' } }) };

      await expect(call('GET')).rejects.toThrow('socket hang up');

      expect(diagnostics.failures.size).toBe(1);
    });

    it.each([true, false])('stops the source when the client leaves (compressible: %s)', async (isCompressible) => {
      const source = endless();
      endpoint = { ...answering(() => source.chunks()), isCompressible };
      const client = httpRequest({ port: port(), headers: { 'accept-encoding': 'gzip' } }).end();

      client.on('response', (response) => response.once('data', () => client.destroy()));
      client.on('error', () => undefined);

      await until(() => source.isStopped);
      expect(diagnostics.failures.size).toBe(0);
    });

    it('ends a source that waits for something to say when the client leaves', async () => {
      const source = waiting();
      endpoint = answering(() => source.chunks);
      const client = httpRequest({ port: port() }).end();
      client.on('response', (response) => response.once('data', () => client.destroy()));
      client.on('error', () => undefined);

      await until(() => source.isEnded);
      expect(diagnostics.failures.size).toBe(0);
    });

    it('breaks the connection of a client that does not read when it is told to', async () => {
      const source = endless();
      const abortion = new AbortController();
      endpoint = { ...answering(SMALL), answer: () => ({ ...ok(source.chunks()), signal: abortion.signal }) };
      const client = httpRequest({ port: port() }).end();
      client.on('error', () => undefined);
      const response = await new Promise<NodeJS.ReadableStream>((resolve) => client.once('response', resolve));
      response.pause();
      await settledAt(() => source.madeBytes);

      abortion.abort();

      await until(() => source.isStopped);
      expect(diagnostics.failures.size).toBe(0);
    });

    it('never starts the source when the client left before the answer was ready', async () => {
      const source = endless();
      let release!: () => void;
      const gate = new Promise<void>((resolve) => (release = resolve));
      let isAsked = false;
      let isClosed = false;
      endpoint = { ...answering(SMALL), answer: async () => ((isAsked = true), await gate, ok(source.chunks())) };
      server.on('request', (_, response) => response.once('close', () => (isClosed = true)));
      const client = httpRequest({ port: port() }).end();
      client.on('error', () => undefined);
      await until(() => isAsked);

      client.destroy();
      await until(() => isClosed);
      release();

      await new Promise((resolve) => setImmediate(resolve));
      expect(source.madeBytes).toBe(0);
      expect(diagnostics.failures.size).toBe(0);
    });

    it('makes no more than a slow reader takes', async () => {
      const source = endless();
      endpoint = answering(() => source.chunks());
      const client = httpRequest({ port: port() }).end();
      client.on('error', () => undefined);

      const response = await new Promise<NodeJS.ReadableStream>((resolve) => client.once('response', resolve));
      response.pause();
      await settledAt(() => source.madeBytes);

      expect(source.madeBytes).toBeGreaterThan(0);
      expect(source.madeBytes).toBeLessThan(32_000_000);
      client.destroy();
      await until(() => source.isStopped);
    });
  });

  it('serves many requests on one connection, pipelined ones in their order', async () => {
    let served = 0;
    endpoint = {
      ...answering(SMALL),
      answer: async ({ query }) => {
        // Later requests are ready first.
        await turn(30 - 10 * served++);
        return ok(`answer ${query.get('n')};`);
      },
    };
    const socket = connect(port(), '127.0.0.1');
    let received = '';
    socket.on('data', (data) => (received += String(data)));

    socket.write([1, 2, 3].map((n) => `GET /metrics?n=${n} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
    await until(() => received.includes('answer 3;'));
    socket.write('HEAD /metrics?n=4 HTTP/1.1\r\nHost: a\r\n\r\nGET /metrics?n=5 HTTP/1.1\r\nHost: a\r\n\r\n');
    await until(() => received.includes('answer 5;'));

    expect(received.match(/answer \d/g)).toEqual(['answer 1', 'answer 2', 'answer 3', 'answer 5']);
    expect(received.match(/HTTP\/1\.1 200/g)).toHaveLength(5);
    socket.destroy();
  });

  it('speaks HTTP/2 through the compatibility API', async () => {
    endpoint = { ...answering(() => streamOf(LARGE)), isCompressible: true };
    const endpoints = new EndpointServer(diagnostics);
    const modern = http2.createServer(
      (request, response) => void endpoints.serve(endpoint, request as never, response as never),
    );
    await new Promise<void>((resolve) => modern.listen(0, '127.0.0.1', resolve));
    const session = http2.connect(`http://127.0.0.1:${(modern.address() as AddressInfo).port}`);

    const stream = session.request({ ':path': '/metrics', 'accept-encoding': 'gzip' });
    const headers = await new Promise<http2.IncomingHttpHeaders>((resolve) => stream.once('response', resolve));
    const body = await bytesOf(stream);

    expect(headers).toMatchObject({ ':status': 200, 'content-encoding': 'gzip' });
    expect(gunzipSync(body).toString()).toBe(LARGE);
    session.close();
    await new Promise((resolve) => modern.close(resolve));
    expect(diagnostics.failures.size).toBe(0);
  });

  function port(): number {
    return (server.address() as AddressInfo).port;
  }

  function call(method: string, headers: Record<string, string> = {}, path = '/metrics'): Promise<Got> {
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ port: port(), method, path, headers, agent: false }, (response) => {
        bytesOf(response).then(
          (body) => resolve({ status: response.statusCode!, headers: response.headers, body, text: String(body) }),
          reject,
        );
      });
      sent.on('error', reject).end();
    });
  }
});

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
}

type AnyBody = EndpointAnswer['body'];

function answering(body: AnyBody | (() => AnyBody)): Endpoint {
  return { path: '/metrics', title: 'test page', answer: () => ok(typeof body === 'function' ? body() : body) };
}

function ok(body: AnyBody): EndpointAnswer {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body };
}

async function* streamOf(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += 1_000) yield text.slice(at, at + 1_000);
}

async function* failingAfter(text: string): AsyncGenerator<string> {
  yield text;
  throw new Error('password=hunter2');
}

/** Says one thing, and then nothing until it is ended. */
function waiting(): { isEnded: boolean; readonly chunks: AsyncIterable<string> } {
  let answer: ((result: IteratorResult<string>) => void) | undefined;
  let said = 0;
  const source = {
    isEnded: false,
    chunks: {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          if (said++ === 0) return Promise.resolve({ value: SMALL, done: false });
          return new Promise<IteratorResult<string>>((resolve) => (answer = resolve));
        },
        return: () => {
          source.isEnded = true;
          answer?.({ value: undefined, done: true });
          return Promise.resolve({ value: undefined, done: true as const });
        },
      }),
    },
  };
  return source;
}

function endless(): { madeBytes: number; isStopped: boolean; chunks(): AsyncGenerator<string> } {
  return {
    madeBytes: 0,
    isStopped: false,
    async *chunks() {
      try {
        for (;;) {
          this.madeBytes += 10_000;
          yield 'x'.repeat(10_000);
        }
      } finally {
        this.isStopped = true;
      }
    },
  };
}

async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function withoutDate({ date, ...rest }: IncomingHttpHeaders): IncomingHttpHeaders {
  expect(date).toBeDefined();
  return rest;
}

function raise(error: Error): never {
  throw error;
}

function turn(delayMs = 5): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

async function until(isTrue: () => boolean): Promise<void> {
  if (isTrue()) return;
  await turn();
  await until(isTrue);
}

/** Waits until a number has grown and stopped growing. */
async function settledAt(read: () => number, before = 0): Promise<void> {
  const now = read();
  if (now === before && now > 0) return;
  await turn(50);
  await settledAt(read, now);
}
