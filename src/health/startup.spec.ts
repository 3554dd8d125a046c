import { Diagnostics, TelemetryBus } from '../kernel/index.js';
import { noHealthMeter } from './health-metrics.js';
import { HealthRegistry } from './health-registry.js';
import { ReadinessState, type Readiness } from './readiness.js';
import { Startup } from './startup.js';

describe('the way from starting to stopped', () => {
  let seen: Readiness[];
  let registry: HealthRegistry;
  let readiness: ReadinessState;
  let startup: Startup;

  beforeEach(() => {
    seen = [];
    const clock = { now: () => 7, toEpochMs: (reading: number) => reading };
    const diagnostics = new Diagnostics(() => undefined);
    registry = new HealthRegistry({
      limits: { timeoutMs: 20, cacheMs: 0 },
      clock,
      diagnostics,
      bus: new TelemetryBus(diagnostics),
      meter: noHealthMeter,
      redactor: { redactText: (text) => text, redactValue: (value) => value },
      log: () => undefined,
    });
    readiness = new ReadinessState(clock, (state) => seen.push(state));
    startup = new Startup(registry, readiness);
  });

  afterEach(() => startup.stop());

  it('waits for Nest, and runs no check before it is done', async () => {
    let runs = 0;
    registry.register({ name: 'migrations', kind: 'startup', check: () => void runs++ });

    const report = await startup.check();

    expect([readiness.current, readiness.hasStarted]).toEqual([
      { state: 'starting', waitingFor: ['bootstrap'] },
      false,
    ]);
    expect([report.checks.size, runs]).toEqual([0, 0]);
  });

  it('is ready at once without startup checks', () => {
    startup.bootstrapped();

    expect(seen).toEqual([{ state: 'ready' }]);
  });

  it('becomes ready by itself once the startup checks are ok, whether or not somebody probes', async () => {
    registry.register({ name: 'migrations', kind: 'startup', check: () => true });

    startup.bootstrapped();
    await settled();

    expect(seen).toEqual([{ state: 'starting', waitingFor: ['migrations'] }, { state: 'ready' }]);
  });

  it('asks each startup check until it was ok once', async () => {
    const runs = { migrations: 0, cache: 0 };
    let isWarm = false;
    registry.register({ name: 'migrations', kind: 'startup', check: () => void runs.migrations++ });
    registry.register({ name: 'cache', kind: 'startup', check: () => (runs.cache++, isWarm) });
    startup.bootstrapped();
    await settled();

    const waiting = readiness.current;
    isWarm = true;
    const { checks } = await startup.check();

    expect(waiting).toEqual({ state: 'starting', waitingFor: ['cache'] });
    expect([readiness.current, runs]).toEqual([{ state: 'ready' }, { migrations: 1, cache: 2 }]);
    expect([...checks].map(([name, { status }]) => [name, status])).toEqual([
      ['migrations', 'ok'],
      ['cache', 'ok'],
    ]);
  });

  it('only moves forward', () => {
    startup.bootstrapped();

    readiness.drain();
    readiness.drain();
    readiness.waitFor([]);
    readiness.stop();
    readiness.drain();
    readiness.stop();

    expect(seen).toEqual([{ state: 'ready' }, { state: 'draining', sinceMs: 7 }, { state: 'stopped' }]);
    expect(readiness.hasStarted).toBe(true);
  });

  it('drains also from a start that never ended', () => {
    readiness.drain();
    startup.bootstrapped();

    expect([readiness.current, readiness.hasStarted]).toEqual([{ state: 'draining', sinceMs: 7 }, false]);
  });
});

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
