import { Diagnostics, TelemetryBus, type TelemetryEvents } from '../kernel/index.js';
import type { HealthCheck } from './health-check.js';
import { HealthRegistry } from './health-registry.js';

describe('HealthRegistry', () => {
  let nowMs: number;
  let lines: string[];
  let measured: unknown[];
  let bus: TelemetryBus;
  let events: TelemetryEvents['health.changed'][];
  let warnings: string[];
  let registry: HealthRegistry;

  beforeEach(() => {
    [nowMs, lines, measured, events, warnings] = [0, [], [], [], []];
    const diagnostics = new Diagnostics((message) => warnings.push(message));
    bus = new TelemetryBus(diagnostics);
    const heard = events;
    bus.on('health.changed', (event) => heard.push(event));
    registry = new HealthRegistry({
      limits: { timeoutMs: 20, cacheMs: 1_000 },
      clock: { now: () => nowMs, toEpochMs: (reading) => reading },
      diagnostics,
      bus,
      meter: {
        ready: () => undefined,
        checked: (...figures) => measured.push(figures),
        forgotten: (name) => measured.push(['forgotten', name]),
      },
      redactor: { redactText: (text) => text.replace('hunter2', '***'), redactValue: (value) => value },
      log: (message, level) => lines.push(`${level} ${message}`),
    });
  });

  it('is ok without any check', async () => {
    expect(await registry.report()).toEqual({ status: 'ok', checks: new Map() });
  });

  it('keeps every result when checks throw, reject, hang or say no', async () => {
    register('fine', () => undefined);
    register('throws', () => raise(new Error('no route')));
    register('rejects', () => Promise.reject(new Error('refused')));
    register('hangs', () => new Promise(() => undefined));
    register('says-no', () => false);

    const report = await registry.report();

    const told = [...report.checks].map(([name, { status, details }]) => [name, status, details['message']]);
    expect(report.status).toBe('fail');
    expect(told).toEqual([
      ['fine', 'ok', undefined],
      ['throws', 'fail', 'no route'],
      ['rejects', 'fail', 'refused'],
      ['hangs', 'fail', 'no answer within 20 ms'],
      ['says-no', 'fail', 'the check returned false'],
    ]);
  });

  it('degrades, and no more, when an optional check fails', async () => {
    register('ai', () => false, { isOptional: true });

    const report = await registry.report();

    expect([report.status, report.checks.get('ai')?.status, report.checks.get('ai')?.isUp]).toEqual([
      'degraded',
      'degraded',
      false,
    ]);
    expect(measured).toEqual([['ai', false, 0]]);
  });

  it('shares one run among concurrent probes and tells it once', async () => {
    let runs = 0;
    register('db', async () => (runs++, false));

    const reports = await Promise.all([registry.report(), registry.report(), registry.report()]);

    expect(new Set(reports.map(({ checks }) => checks.get('db'))).size).toBe(1);
    expect([runs, measured.length, lines.length]).toEqual([1, 1, 1]);
  });

  it('reuses a result until its cache time is over', async () => {
    let runs = 0;
    register('own', () => void runs++, { cacheMs: 100 });
    const runsAt = async (atMs: number) => ((nowMs = atMs), await registry.report(), runs);

    const counts = [await runsAt(0), await runsAt(99), await runsAt(100), await runsAt(150), await runsAt(200)];

    expect(counts).toEqual([1, 1, 2, 2, 3]);
  });

  it('does not start a hanging check again, and starts it when the hanging run is over', async () => {
    let runs = 0;
    let release!: () => void;
    register('db', () => (runs++ === 0 ? new Promise<void>((resolve) => (release = resolve)) : undefined));
    const messageAt = async (atMs: number) => {
      nowMs = atMs;
      return (await registry.report()).checks.get('db')?.details['message'];
    };

    const whileHanging = [await messageAt(0), await messageAt(5_000), await messageAt(10_000)];
    const hangsForMs = registry.lastReport().checks.get('db')?.durationMs;
    release();
    await settled();
    const after = await messageAt(15_000);

    expect(whileHanging).toEqual([
      'no answer within 20 ms',
      'an earlier run still hangs; not started again',
      'an earlier run still hangs; not started again',
    ]);
    expect([hangsForMs, after, runs]).toEqual([10_000, undefined, 2]);
  });

  it('aborts the signal of a check whose time is up, and of no other', async () => {
    const signals: AbortSignal[] = [];
    register('quick', (signal) => void signals.push(signal));
    register('slow', (signal) => (signals.push(signal), new Promise(() => undefined)), { timeoutMs: 5 });

    await registry.report();

    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });

  it('says only what changes, without secrets', async () => {
    const answers = [true, true, new Error('password hunter2'), new Error('again'), true];
    register('db', () => {
      const answer = answers.shift();
      return answer instanceof Error ? raise(answer) : answer;
    });

    await probeEverySecond(5);
    await settled();
    bus.flush();

    expect(lines).toEqual([
      'error Health check db is fail (was ok): password ***',
      'info Health check db is ok (was fail)',
    ]);
    expect(events).toEqual([
      { check: 'db', from: 'ok', to: 'fail' },
      { check: 'db', from: 'fail', to: 'ok' },
    ]);
  });

  it('says that a check fails from the start', async () => {
    register('db', () => false);

    await registry.report();
    await settled();
    bus.flush();

    expect(lines).toEqual(['error Health check db is fail: the check returned false']);
    expect(events).toEqual([{ check: 'db', from: 'unknown', to: 'fail' }]);
  });

  it('measures each run in seconds', async () => {
    register('db', () => void (nowMs += 250));

    await registry.report();

    expect(measured).toEqual([['db', true, 0.25]]);
  });

  it('keeps kinds apart and knows the last results without running anything', async () => {
    let runs = 0;
    register('cache', () => void runs++);
    register('migrations', () => void runs++, { kind: 'startup' });

    const before = registry.lastReport().checks.size;
    const startup = await registry.report('startup');
    const last = [registry.lastReport('startup').checks.size, registry.lastReport('readiness').checks.size];

    expect([before, [...startup.checks.keys()], last, runs]).toEqual([0, ['migrations'], [1, 0], 1]);
    expect([registry.names('startup'), registry.names('readiness')]).toEqual([['migrations'], ['cache']]);
  });

  it('numbers a second check of the same name, with a warning', async () => {
    register('db', () => true);
    register('db', () => false);

    const { checks } = await registry.report();

    expect([...checks].map(([name, { status }]) => [name, status])).toEqual([
      ['db', 'ok'],
      ['db-2', 'fail'],
    ]);
    expect(warnings).toEqual([
      'Two health checks are named db; the second is shown as db-2. Give it a name of its own.',
    ]);
  });

  it('forgets a check that is unregistered, once, also in the middle of its run', async () => {
    let disposals = 0;
    let release!: (isFine: boolean) => void;
    const unregister = registry.register({
      name: 'db',
      check: () => new Promise((resolve) => (release = resolve)),
      dispose: () => void disposals++,
    });

    const report = registry.report();
    unregister();
    unregister();
    release(false);
    await report;

    expect([(await registry.report()).checks.size, disposals, measured, lines]).toEqual([
      0,
      1,
      [['forgotten', 'db']],
      [],
    ]);
  });

  it('releases what its checks hold when it closes, although one of them cannot', () => {
    const released: string[] = [];
    registry.register({ name: 'a', check: () => true, dispose: () => raise(new Error('stuck')) });
    registry.register({ name: 'b', check: () => true, dispose: () => void released.push('b') });

    registry.close();

    expect([released, registry.names('readiness')]).toEqual([['b'], []]);
  });

  async function probeEverySecond(times: number): Promise<void> {
    if (times === 0) return;
    nowMs += 1_000;
    await registry.report();
    await probeEverySecond(times - 1);
  }

  function register(name: string, check: HealthCheck['check'], options: Partial<HealthCheck> = {}): void {
    registry.register({ name, check, ...options });
  }
});

/** Bus listeners run in microtasks of their own. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function raise(error: Error): never {
  throw error;
}
