import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resultOf } from '../check-result.js';
import type { HealthCheck } from '../health-check.js';
import { configuredChecks } from './configured-checks.js';
import { diskCheck } from './disk.indicator.js';
import { eventLoopCheck } from './event-loop.indicator.js';
import { httpCheck } from './http.indicator.js';
import { memoryCheck } from './memory.indicator.js';

const signal = new AbortController().signal;

describe('configuredChecks', () => {
  it('makes a check for each thing that is configured, and none by default', () => {
    const nothing = { isEnabled: true, path: '/health', details: true, timeoutMs: 1, cacheMs: 1, dependencies: false };
    const off = { ...nothing, maxEventLoopDelayMs: 0, maxMemoryRatio: 0, minDiskFreeBytes: {}, httpChecks: {} };
    const on = {
      ...nothing,
      maxEventLoopDelayMs: 50,
      maxMemoryRatio: 0.9,
      minDiskFreeBytes: { '/data': 1, '/logs': 2 },
      httpChecks: { payments: 'http://payments/health' },
    };

    const checks = configuredChecks(on);

    expect(configuredChecks(off)).toEqual([]);
    expect(checks.map(({ name, isOptional }) => [name, isOptional === true])).toEqual([
      ['event_loop', true],
      ['memory', true],
      ['disk:/data', false],
      ['disk:/logs', false],
      ['payments', false],
    ]);
    checks.forEach((check) => check.dispose?.());
  });
});

describe('memoryCheck', () => {
  it('compares resident memory with its share of the limit, and tells both', async () => {
    const roomy = await run(memoryCheck({ maxRatio: 1 }));
    const tight = await run(memoryCheck({ maxRatio: 0.000001 }));

    const figures = { rssBytes: expect.any(Number), limitBytes: expect.any(Number) };
    expect(roomy).toEqual({ status: 'ok', details: { ...figures, maxRatio: 1 } });
    expect(tight).toEqual({ status: 'fail', details: { ...figures, maxRatio: 0.000001, message: expect.any(String) } });
  });
});

describe('diskCheck', () => {
  it('compares what is free with what has to be, and tells both', async () => {
    const roomy = await run(diskCheck({ path: process.cwd(), minFreeBytes: 1 }));
    const tight = await run(diskCheck({ path: process.cwd(), minFreeBytes: Number.MAX_SAFE_INTEGER }));

    const figures = { freeBytes: expect.any(Number), sizeBytes: expect.any(Number) };
    expect(roomy).toEqual({ status: 'ok', details: { ...figures, minFreeBytes: 1 } });
    expect(tight).toMatchObject({ status: 'fail', details: { message: expect.any(String) } });
  });

  it('fails for a path that does not exist', async () => {
    await expect(run(diskCheck({ path: '/no/such/path', minFreeBytes: 1 }))).rejects.toThrow('ENOENT');
  });
});

describe('eventLoopCheck', () => {
  it('tells how late the event loop is, apart from the interval of the measurement', async () => {
    const check = eventLoopCheck({ maxDelayMs: 150 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const before = await run(check);

    block(300);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const after = await run(check);
    check.dispose?.();

    expect(before).toEqual({ status: 'ok', details: { p99Ms: expect.any(Number), maxDelayMs: 150 } });
    expect(after).toMatchObject({ status: 'fail', details: { message: expect.stringContaining('ms late (p99)') } });
    expect(after.details['p99Ms']).toBeGreaterThan(150);
  });
});

describe('httpCheck', () => {
  let server: Server;
  let seen: IncomingMessage[];
  let status: number;

  beforeEach(async () => {
    [seen, status] = [[], 200];
    server = createServer((request, response) => {
      seen.push(request);
      if (request.url !== '/hangs') response.writeHead(status).end('a body');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });

  it.each([
    [204, { status: 'ok', details: { statusCode: 204 } }],
    [404, { status: 'fail', details: { statusCode: 404, message: 'answered 404' } }],
    [503, { status: 'fail', details: { statusCode: 503, message: 'answered 503' } }],
  ])('reads the status %i', async (answered, result) => {
    status = answered;

    expect(await run(httpCheck({ name: 'payments', url: url('/health') }))).toEqual(result);
  });

  it('sends user info of the URL as a header', async () => {
    const check = httpCheck({ name: 'payments', url: url('/health').replace('//', '//me:p%40ss@') });

    const result = await run(check);

    expect(result.status).toBe('ok');
    expect(seen[0]?.headers.authorization).toBe(`Basic ${Buffer.from('me:p@ss').toString('base64')}`);
  });

  it('stops when its time is up', async () => {
    const abort = new AbortController();
    const asked = Promise.resolve(httpCheck({ name: 'payments', url: url('/hangs') }).check(abort.signal));

    abort.abort();

    await expect(asked).rejects.toThrow('aborted');
  });

  function url(path: string): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  }
});

async function run(check: HealthCheck) {
  return resultOf(await check.check(signal));
}

function block(durationMs: number): void {
  const until = performance.now() + durationMs;
  while (performance.now() < until);
}
