/** The transport family over real sockets, for every client and for every way in which a call can end. */
import { createHash } from 'node:crypto';
import { Agent, createServer, get, type ClientRequest } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { OperationPipeline, suppressTelemetry, ensureContextManager } from '../../src/kernel/index.js';
import { OutgoingSource } from '../../src/sources/index.js';
import { answers, callByNode, clients, farSide, secureFarSide, type FarSide } from './far-side.js';
import { RecordingMeter } from './recording-meter.js';

let far: FarSide;
let told: RecordingMeter;
let source: OutgoingSource;

beforeAll(() => ensureContextManager());

beforeEach(async () => {
  far = await farSide();
  told = new RecordingMeter();
  source = new OutgoingSource({ requestIdHeader: 'x-request-id' });
  source.attach(new OperationPipeline(), told.meter);
});

afterEach(async () => {
  source.detach();
  await far.close();
});

const operations = () => told.sumsOf('transport_operations_total');
const errors = () => told.sumsOf('transport_errors_total');

async function ended(count = 1): Promise<void> {
  const deadline = performance.now() + 3000;
  const total = () => Object.values(operations()).reduce((sum, value) => sum + value, 0);
  while (total() < count && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(total()).toBe(count);
}

describe.each(Object.entries(clients))('%s', (name, call) => {
  it('counts every call and times its moments, outside any span', async () => {
    expect(await call(`${far.url}/`)).toBe('answer');
    await ended();

    expect(operations()).toEqual({ 'http,GET,ok': 1 });
    expect(errors()).toEqual({});
    for (const moment of ['connect_duration', 'first_byte', 'header_duration', 'transfer']) {
      expect([moment, told.count(`transport_${moment}_seconds{http}`)]).toEqual([moment, 1]);
    }
    expect(told.sum('transport_connections_created_total{http}')).toBe(1);
  });

  it('counts the bytes of bodies in both directions, and of nothing else', async () => {
    const body = 'x'.repeat(2000);

    expect(await call(`${far.url}/echo`, { method: 'POST', body })).toBe(body);
    await ended();

    const received = told.sum('transport_body_bytes_total{http,received}');
    expect(told.sum('transport_body_bytes_total{http,sent}')).toBe(2000);
    // The answer is chunked, and what frames the chunks travels too.
    expect(received).toBeGreaterThanOrEqual(2000);
    expect(received).toBeLessThan(2050);
  });

  it('counts no bytes where there are no bodies', async () => {
    await call(`${far.url}/broken`);
    await ended();

    expect(told.sumsOf('transport_body_bytes_total')).toEqual(
      // An empty chunked body still travels as five bytes.
      { 'http,received': 5 },
    );
  });

  it.each([
    ['/missing', 'http,404'],
    ['/broken', 'http,503'],
  ])('takes %s for an error of the call', async (path, error) => {
    await call(far.url + path);
    await ended();

    expect([operations(), errors()]).toEqual([{ 'http,GET,error': 1 }, { [error]: 1 }]);
  });

  it('takes each hop of a redirect for a call', async () => {
    const isFollowing = name !== 'http.request';
    await call(`${far.url}/moved`);
    await ended(isFollowing ? 2 : 1);

    expect(operations()).toEqual({ 'http,GET,ok': isFollowing ? 2 : 1 });
  });

  it.each(['/cut', '/reset', '/half-cut', '/half-reset'])(
    'takes a connection that breaks (%s) for an error',
    async (path) => {
      await expect(call(far.url + path)).rejects.toThrow();
      await ended();

      expect(operations()).toEqual({ 'http,GET,error': 1 });
      expect(Object.keys(errors())).toEqual([expect.stringMatching(/^http,(ECONNRESET|UND_ERR_SOCKET)$/)]);
    },
  );

  it.each(['/silent', '/half'])('takes an abort (%s) for canceled', async (path) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 40);
    await expect(call(far.url + path, { signal: controller.signal })).rejects.toThrow();
    await ended();

    expect([operations(), errors()]).toEqual([{ 'http,GET,canceled': 1 }, {}]);
  });

  it('takes a name that nobody knows for an error', async () => {
    await expect(call('http://nowhere.invalid/')).rejects.toThrow();
    await ended();

    expect(operations()).toEqual({ 'http,GET,error': 1 });
    expect(Object.keys(errors())).toEqual([expect.stringMatching(/^http,(ENOTFOUND|EAI_AGAIN)$/)]);
    expect(told.sum('transport_connections_created_total{http}')).toBe(0);
    expect(told.count('transport_connect_duration_seconds{http}')).toBe(0);
  });

  it('takes a certificate that nobody trusts for an error, and no connection for created', async () => {
    const secure = await secureFarSide();
    await expect(call(`${secure.url}/`)).rejects.toThrow();
    await ended();
    await secure.close();

    expect(errors()).toEqual({ 'http,DEPTH_ZERO_SELF_SIGNED_CERT': 1 });
    expect(told.sum('transport_connections_created_total{http}')).toBe(0);
  });

  it('knows a connection that is used again', async () => {
    for (let index = 1; index <= 3; index++) {
      await call(`${far.url}/`);
      await ended(index);
    }

    const created = told.sum('transport_connections_created_total{http}');
    // Undici may open a second one while the first is not yet free again.
    expect(created).toBeLessThan(3);
    expect(told.sum('transport_connections_reused_total{http}')).toBe(3 - created);
    expect(told.sumsOf('transport_body_bytes_total')).toEqual({ 'http,received': expect.any(Number) as number });
  });

  it('counts what nobody may know of not at all: telemetry itself', async () => {
    await context.with(suppressTelemetry(ROOT_CONTEXT), () => call(`${far.url}/`));

    expect(operations()).toEqual({});
    expect(told.sumsOf('transport_connections_created_total')).toEqual({});
  });
});

describe('fetch', () => {
  it('takes AbortSignal.timeout for an error', async () => {
    await expect(fetch(`${far.url}/silent`, { signal: AbortSignal.timeout(30) })).rejects.toThrow();
    await ended();

    expect(errors()).toEqual({ 'http,timeout': 1 });
  });

  it('takes a body that is given up for canceled', async () => {
    await (await fetch(`${far.url}/half`)).body!.cancel();
    await ended();

    expect(operations()).toEqual({ 'http,GET,canceled': 1 });
  });

  // Node 20 has none.
  if (typeof WebSocket !== 'undefined') {
    it('lets a WebSocket go once it is one', async () => {
      far.server.on('upgrade', ({ headers }, socket) => {
        const accept = `sec-websocket-accept: ${acceptOf(headers['sec-websocket-key']!)}`;
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n${accept}\r\n\r\n`,
          () => socket.end(),
        );
      });
      const socket = new WebSocket(far.url.replace('http', 'ws'));
      await new Promise((resolve) => socket.addEventListener('close', resolve));
      await ended();

      expect(operations()).toEqual({ 'http,GET,ok': 1 });
    });
  }
});

describe('node:http', () => {
  it.each(['/silent', '/half'])('takes destroy() without an error (%s) for canceled', async (path) => {
    await expect(
      callByNode(far.url + path, {}, {}, (request) => void setTimeout(() => request.destroy(), 40)),
    ).rejects.toThrow();
    await ended();

    expect([operations(), errors()]).toEqual([{ 'http,GET,canceled': 1 }, {}]);
  });

  it('takes a deadline with a destroy() behind it for an error', async () => {
    const act = (request: ClientRequest) => request.once('timeout', () => request.destroy());
    await expect(callByNode(`${far.url}/silent`, {}, { timeout: 30 }, act)).rejects.toThrow('socket hang up');
    await ended();

    expect(errors()).toEqual({ 'http,timeout': 1 });
  });

  it('takes AbortSignal.timeout for an error', async () => {
    await expect(callByNode(`${far.url}/silent`, { signal: AbortSignal.timeout(30) })).rejects.toThrow();
    await ended();

    expect(errors()).toEqual({ 'http,timeout': 1 });
  });

  it('counts a request whose headers are a flat list', async () => {
    const headers = ['host', 'localhost', 'x-own', '1'];
    expect(await callByNode(`${far.url}/`, {}, { headers } as never)).toBe('answer');
    await ended();

    expect(operations()).toEqual({ 'http,GET,ok': 1 });
  });

  it('follows an agent that keeps no connections, and one that makes requests wait', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    await Promise.all([1, 2, 3].map(() => callByNode(`${far.url}/`, {}, { agent })));
    await callByNode(`${far.url}/`, {}, { agent: false });
    agent.destroy();
    await ended(4);

    expect(told.sum('transport_connections_created_total{http}')).toBe(2);
    expect(told.sum('transport_connections_reused_total{http}')).toBe(2);
    expect(told.count('transport_connect_duration_seconds{http}')).toBe(2);
  });

  it('counts, but does not time, a connection that was handed over open', async () => {
    const socket = connect(Number(new URL(far.url).port), 'localhost');
    await new Promise((resolve) => socket.once('connect', resolve));
    await callByNode(`${far.url}/`, {}, { createConnection: () => socket });
    await ended();

    expect(told.sum('transport_connections_created_total{http}')).toBe(1);
    expect(told.count('transport_connect_duration_seconds{http}')).toBe(0);
  });

  it('goes through a Unix socket', async () => {
    const socketPath = join(mkdtempSync(join(tmpdir(), 'far-')), 'far.sock');
    const local = createServer(answers);
    await new Promise<void>((resolve) => local.listen(socketPath, resolve));
    expect(await callByNode('http://localhost/', {}, { socketPath })).toBe('answer');
    await ended();
    local.closeAllConnections();
    local.close();

    expect(told.count('transport_connect_duration_seconds{http}')).toBe(1);
  });

  it('waits for 100-continue as the application does', async () => {
    const act = (request: ClientRequest) => request.flushHeaders();
    const headers = { expect: '100-continue', 'content-length': '4' };
    expect(await callByNode(`${far.url}/echo`, { method: 'PUT', body: 'body' }, { headers }, act)).toBe('body');
    await ended();

    expect(operations()).toEqual({ 'http,PUT,ok': 1 });
  });

  it('lets an upgraded connection and a tunnel go', async () => {
    far.server.on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: own\r\nconnection: upgrade\r\n\r\n');
    });
    far.server.on('connect', (_request, socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    const upgraded = get(far.url, { headers: { connection: 'upgrade', upgrade: 'own' } });
    await new Promise((resolve) => upgraded.once('upgrade', resolve));
    const tunnel = get(far.url, { method: 'CONNECT', path: 'far:80' });
    await new Promise((resolve) => tunnel.once('connect', resolve));
    await ended(2);

    expect(operations()).toEqual({ 'http,GET,ok': 1, 'http,CONNECT,ok': 1 });
    expect(told.sumsOf('transport_body_bytes_total')).toEqual({});
  });

  it('counts the same bytes inside TLS', async () => {
    const secure = await secureFarSide();
    await callByNode(`${secure.url}/echo`, { method: 'POST', body: 'x'.repeat(500) }, {
      rejectUnauthorized: false,
      headers: { 'content-length': '500' },
    } as never);
    await ended();
    await secure.close();

    expect(told.sum('transport_body_bytes_total{http,sent}')).toBe(500);
    expect(told.sum('transport_body_bytes_total{http,received}')).toBeLessThan(550);
    expect(told.count('transport_connect_duration_seconds{http}')).toBe(1);
  });
});

it('follows nothing with metrics off and no span', async () => {
  source.detach();
  source.attach(new OperationPipeline());
  const request = get(`${far.url}/`);
  await new Promise((resolve) => request.once('close', resolve));

  expect([request.listenerCount('close'), request.listenerCount('timeout')]).toEqual([0, 0]);
});

function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}
