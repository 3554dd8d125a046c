import type { Endpoint, EndpointRequest } from '../endpoints/index.js';
import { Diagnostics, TelemetryBus } from '../kernel/index.js';
import { healthEndpoints } from './health.endpoints.js';
import type { HealthCheck } from './health-check.js';
import { HealthRegistry } from './health-registry.js';
import { ReadinessState } from './readiness.js';
import { Startup } from './startup.js';

describe('the probes', () => {
  let registry: HealthRegistry;
  let readiness: ReadinessState;
  let startup: Startup;
  let showsDetails: boolean;
  let readyGauge: boolean[];
  let endpoints: readonly Endpoint[];

  beforeEach(() => {
    showsDetails = true;
    readyGauge = [];
    const clock = { now: () => 0, toEpochMs: (reading: number) => reading };
    const diagnostics = new Diagnostics(() => undefined);
    const redactor = { redactText: (text: string) => text, redactValue: hideHunter2 };
    const meter = {
      ready: (isReady: boolean) => void readyGauge.push(isReady),
      checked: () => undefined,
      forgotten: () => undefined,
    };
    const bus = new TelemetryBus(diagnostics);
    const limits = { timeoutMs: 20, cacheMs: 0 };
    registry = new HealthRegistry({ limits, clock, diagnostics, bus, meter, redactor, log: () => undefined });
    readiness = new ReadinessState(clock);
    startup = new Startup(registry, readiness);
    endpoints = healthEndpoints({
      path: '/health',
      registry,
      readiness,
      startup,
      meter,
      redactor,
      showsDetailsTo: () => showsDetails,
    });
  });

  afterEach(() => startup.stop());

  it('hang below the base path, also when that is the root', () => {
    const { meter, redactor } = { meter: undefined as never, redactor: undefined as never };
    const atRoot = healthEndpoints({
      path: '/',
      registry,
      readiness,
      startup,
      meter,
      redactor,
      showsDetailsTo: () => true,
    });

    expect(endpoints.map(({ path }) => path)).toEqual(['/health', '/health/live', '/health/ready', '/health/startup']);
    expect(atRoot.map(({ path }) => path)).toEqual(['/', '/live', '/ready', '/startup']);
  });

  it('are all fine in a started process without checks', async () => {
    startup.bootstrapped();

    expect([await probe(''), await probe('/live'), await probe('/ready'), await probe('/startup')]).toEqual([
      [200, { status: 'ok', info: {}, error: {}, details: {} }],
      [200, { status: 'ok' }],
      [200, { status: 'ready', checks: {}, info: {}, error: {}, details: {} }],
      [200, { status: 'started' }],
    ]);
    expect(readyGauge).toEqual([true, true]);
  });

  it('tell causes and figures, without secrets, to those who may see them', async () => {
    startup.bootstrapped();
    register('db', () => raise(new Error('hunter2 refused')));
    register('ai', () => false, { isOptional: true });
    register('disk', () => ({ data: { status: 'up', freeBytes: 10 } }));

    const [code, body] = await probe('/ready');
    const [basicCode, basic] = await probe('');

    const db = { message: '*** refused', durationMs: 0, status: 'down' };
    const ai = { message: 'the check returned false', durationMs: 0, status: 'degraded' };
    const disk = { freeBytes: 10, durationMs: 0, status: 'up' };
    const terminus = { info: { ai, disk }, error: { db }, details: { db, ai, disk } };
    expect([code, body]).toEqual([
      503,
      { status: 'not_ready', checks: { db: 'fail', ai: 'degraded', disk: 'ok' }, ...terminus },
    ]);
    expect([basicCode, basic]).toEqual([503, { status: 'error', ...terminus }]);
    expect(readyGauge).toEqual([false, false]);
  });

  it('tell nothing but the status of each check to everybody else', async () => {
    showsDetails = false;
    startup.bootstrapped();
    register('ai', () => raise(new Error('hunter2')), { isOptional: true });

    expect([await probe('/ready'), await probe('')]).toEqual([
      [200, { status: 'ready', checks: { ai: 'degraded' } }],
      [
        200,
        {
          status: 'degraded',
          info: { ai: { status: 'degraded' } },
          error: {},
          details: { ai: { status: 'degraded' } },
        },
      ],
    ]);
  });

  it('say what a starting process waits for, and keep it out of the traffic', async () => {
    showsDetails = false;
    let isMigrated = false;
    register('migrations', () => isMigrated, { kind: 'startup' });
    const beforeBootstrap = [await probe('/startup'), await probe('/live')];
    startup.bootstrapped();

    const starting = [await probe('/startup'), await probe('/ready'), await probe('')];
    isMigrated = true;
    const started = [await probe('/startup'), await probe('/startup'), await probe('/ready')];

    expect(beforeBootstrap).toEqual([
      [503, { status: 'starting', checks: {}, waitingFor: ['bootstrap'] }],
      [200, { status: 'ok' }],
    ]);
    const waiting = { startup: { status: 'down', waitingFor: ['migrations'] } };
    const migrations = { status: 'down' };
    expect(starting).toEqual([
      [503, { status: 'starting', checks: { migrations: 'fail' }, waitingFor: ['migrations'] }],
      [503, { status: 'not_ready', checks: { migrations: 'fail' }, waitingFor: ['migrations'] }],
      [503, { status: 'error', info: {}, error: { migrations, ...waiting }, details: { migrations, ...waiting } }],
    ]);
    expect(started).toEqual([
      [200, { status: 'started', checks: { migrations: 'ok' } }],
      [200, { status: 'started' }],
      [200, { status: 'ready', checks: {} }],
    ]);
  });

  it('say that a process drains, from what is known, while it stays alive and started', async () => {
    showsDetails = false;
    let runs = 0;
    startup.bootstrapped();
    register('db', () => void runs++);
    await probe('/ready');

    readiness.drain();
    const draining = [await probe('/ready'), await probe(''), await probe('/live'), await probe('/startup')];
    readiness.stop();
    const stopped = await probe('/ready');

    const notReady = [503, { status: 'not_ready', checks: { db: 'ok' }, draining: true }];
    const up = { db: { status: 'up' } };
    expect(draining).toEqual([
      notReady,
      [503, { status: 'shutting_down', info: up, error: {}, details: up }],
      [200, { status: 'ok' }],
      [200, { status: 'started' }],
    ]);
    expect([stopped, runs]).toEqual([notReady, 1]);
  });

  it('notice a shutdown that begins while checks run', async () => {
    startup.bootstrapped();
    let release!: () => void;
    register('db', () => new Promise<void>((resolve) => (release = resolve)));

    const asked = probe('/ready');
    await new Promise((resolve) => setImmediate(resolve));
    readiness.drain();
    release();

    expect((await asked)[0]).toBe(503);
  });

  it('never let liveness look at a check', async () => {
    let runs = 0;
    startup.bootstrapped();
    register('db', () => (runs++, false));

    expect([await probe('/live'), runs]).toEqual([[200, { status: 'ok' }], 0]);
  });

  function register(name: string, check: HealthCheck['check'], options: Partial<HealthCheck> = {}): void {
    registry.register({ name, check, ...options });
  }

  async function probe(path: string): Promise<[number, unknown]> {
    const endpoint = endpoints.find((one) => one.path === `/health${path}`)!;
    const { status, headers, body } = await endpoint.answer(REQUEST);
    expect(headers).toEqual({ 'content-type': 'application/json; charset=utf-8' });
    return [status, JSON.parse(body as string)];
  }
});

const REQUEST: EndpointRequest = {
  method: 'GET',
  path: '/health',
  query: new URLSearchParams(),
  headers: {},
  remoteAddress: undefined,
};

function hideHunter2(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('hunter2', '***'));
}

function raise(error: Error): never {
  throw error;
}
