import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { readRetryAfter } from './http-post.js';
import { Webhook, type WebhookOptions } from './webhook.js';
import { signWebhook } from './webhook-signature.js';

const SENT_AT_MS = Date.UTC(2026, 10, 21, 12);
const BATCH = [Buffer.from('{"event":"operation.end"}'), Buffer.from('{"event":"slo.burn"}')];
const BODY =
  '{"type":"telemetry.batch","timestamp":"2026-11-21T12:00:00.000Z","data":{"service":{"name":"orders","version":"1.0.0",' +
  '"instance_id":"i-1","environment":"test"},"records":[{"event":"operation.end"},{"event":"slo.burn"}]}}';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

let received: Received[];
let answer: RequestListener;
let server: Server;
let webhooks: Webhook[];

beforeEach(async () => {
  [received, webhooks] = [[], []];
  answer = (_request, response) => response.writeHead(204).end();
  server = createServer(async (request, response) => {
    received.push({ headers: request.headers, body: await buffer(request) });
    answer(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(async () => {
  await Promise.all(webhooks.map((made) => made.close()));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('sends a batch as one signed message, as Standard Webhooks has it', async () => {
  const refused = await webhook({ headers: { 'x-team': 'shop' } }).deliver(BATCH);

  const [{ headers, body }] = received as [Received];
  const id = headers['webhook-id'] as string;
  expect([refused, String(body)]).toEqual([0, BODY]);
  expect(headers).toMatchObject({
    'content-type': 'application/json',
    'x-team': 'shop',
    'webhook-id': expect.stringMatching(/^msg_[0-9a-f-]{36}$/) as string,
    'webhook-timestamp': String(SENT_AT_MS / 1000),
    'webhook-signature': `v1,${hmac(Buffer.from('s3cret'), `${id}.${SENT_AT_MS / 1000}.${BODY}`)}`,
  });
});

it('signs with the bytes that a whsec_ key stands for', () => {
  // The example of the specification's reference libraries.
  const signature = signWebhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    sentAtSeconds: 1_614_265_330,
    body: '{"test": 2432232314}',
  });

  expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

it('compresses what is sent and signs what was compressed', async () => {
  await webhook({ compression: 'gzip' }).deliver(BATCH);

  const [{ headers, body }] = received as [Received];
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${BODY}`;
  expect([headers['content-encoding'], String(gunzipSync(body))]).toEqual(['gzip', BODY]);
  expect(headers['webhook-signature']).toBe(`v1,${hmac(Buffer.from('s3cret'), signed)}`);
});

it('keeps id and body of a batch that is sent again, and no others', async () => {
  const hook = webhook();
  answer = (_request, response) => response.writeHead(500).end();
  await hook.deliver(BATCH).catch(() => undefined);
  answer = (_request, response) => response.writeHead(200).end('{"ok":true}');
  await hook.deliver(BATCH);
  await hook.deliver([BATCH[0]!]);

  const ids = received.map(({ headers }) => headers['webhook-id']);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(received[1]!.body.equals(received[0]!.body)).toBe(true);
});

it.each([
  [500, {}, { isTransient: true, reason: 'export_failed', message: 'it answered 500, refused' }],
  [503, { 'retry-after': '3' }, { isTransient: true, retryAfterMs: 3000 }],
  [429, { 'retry-after': '0' }, { isTransient: true, retryAfterMs: 0 }],
  [408, {}, { isTransient: true }],
  [400, {}, { isTransient: false, reason: 'rejected' }],
  [401, {}, { isTransient: false, reason: 'rejected' }],
  [302, { location: '/elsewhere' }, { isTransient: false, message: 'it answered 302, redirects are not followed' }],
])('takes %i with %j for what it is', async (status, headers, expected) => {
  answer = (_request, response) => response.writeHead(status, headers).end('x'.repeat(100_000));

  await expect(webhook().deliver(BATCH)).rejects.toMatchObject(expected);
  expect(received).toHaveLength(1);
});

it('does not wait for a receiver that takes a request and never answers', async () => {
  answer = () => undefined;

  await expect(webhook({ timeoutMs: 100 }).deliver(BATCH)).rejects.toMatchObject(LATE);
});

it('does not wait for an answer that never ends', async () => {
  answer = (_request, response) => void response.writeHead(200).write('…');

  await expect(webhook({ timeoutMs: 100 }).deliver(BATCH)).rejects.toMatchObject(LATE);
});

it('does not wait for a connection on which TLS is never agreed on', async () => {
  const { port, sockets, stop } = await silentServer();
  const failure = webhook({ url: `https://127.0.0.1:${port}/`, timeoutMs: 200 }).deliver(BATCH);

  await expect(failure).rejects.toMatchObject(LATE);
  expect(sockets.size).toBe(1);
  await stop();
});

it('tries a receiver that is not there again later', async () => {
  const { port } = server.address() as AddressInfo;
  const hook = webhook();
  await new Promise((resolve) => server.close(resolve));
  const failure = hook.deliver(BATCH);
  await expect(failure).rejects.toMatchObject({ isTransient: true, reason: 'export_failed' });
  await once(server.listen(port, '127.0.0.1'), 'listening');

  expect(await hook.deliver(BATCH)).toBe(0);
});

it('lets go of a request that is under way when it is closed', async () => {
  answer = () => undefined;
  const hook = webhook();
  const failure = expect(hook.deliver(BATCH)).rejects.toMatchObject({ isTransient: true });
  while (received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await hook.close();

  await failure;
});

it.each([
  ['120', 120_000],
  ['Sat, 21 Nov 2026 12:00:05 GMT', 5000],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['Saturday, 21-Nov-26 12:00:05 GMT', 5000],
  ['Sat Nov 21 12:00:05 2026', 5000],
  ['soon', undefined],
  ['60s', undefined],
  ['2027:', undefined],
  ['Fri, 31 Dec 0027 23:59:59 GMT', undefined],
  ['-1', undefined],
  [undefined, undefined],
])('reads Retry-After: %s', (text, waitMs) => {
  expect(readRetryAfter(text, SENT_AT_MS)).toBe(waitMs);
});

const LATE = {
  isTransient: true,
  reason: 'export_timeout',
  message: expect.stringContaining('no answer within') as string,
};

function webhook(config: Partial<WebhookOptions['config']> = {}): Webhook {
  const { port } = server.address() as AddressInfo;
  const made = new Webhook({
    config: {
      url: `http://127.0.0.1:${port}/telemetry`,
      secret: 's3cret',
      headers: {},
      compression: 'none',
      timeoutMs: 5000,
      ...config,
    },
    service: { name: 'orders', version: '1.0.0', instanceId: 'i-1', attributes: {} },
    environment: 'test',
    nowMs: () => SENT_AT_MS,
  });
  webhooks.push(made);
  return made;
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64');
}

/** Takes connections and says nothing. */
async function silentServer(): Promise<{ port: number; sockets: Set<Socket>; stop: () => Promise<unknown> }> {
  const sockets = new Set<Socket>();
  const silent: TcpServer = createTcpServer((socket) => void sockets.add(socket.on('error', () => undefined)));
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  const stop = (): Promise<unknown> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => silent.close(resolve));
  };
  return { port: (silent.address() as AddressInfo).port, sockets, stop };
}
