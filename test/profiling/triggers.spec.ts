import { setTimeout as wait } from 'node:timers/promises';
import { ProfilingService, type ObservabilityOptions } from 'nestjs-observability';
import { TelemetryBus, type ObjectiveBurn } from '../../src/kernel/index.js';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { hotFunction } from './burners.js';
import { renewBurners, shop } from './busy-shop.js';

beforeEach(renewBurners);
afterEach(closeApplications);

const burn: ObjectiveBurn = {
  slo: 'checkout',
  state: 'begun',
  threshold: 14.4,
  longWindow: '1h',
  shortWindow: '5m',
  longRate: 20,
  shortRate: 20,
  budgetRemaining: 0.5,
};

describe.each(platforms)('Without being asked, a profile on %s', (platform) => {
  let application: RunningApplication;
  let service: ProfilingService;

  const start = async (profiling: ObservabilityOptions['profiling'], http: ObservabilityOptions['http'] = {}) => {
    const observability = { http, profiling: { enabled: true, ...profiling } };
    application = await startApplication({ platform, ...shop, observability });
    service = application.app.get(ProfilingService);
  };
  const kept = (count: number) =>
    application.recorder.waitFor(() => service.list().length >= count, { timeoutMs: 10_000 });

  it('begins when the event loop is late', async () => {
    await start({ triggers: { eventLoopDelayMs: 200, durationMs: 100 } });

    // Node's histogram compares each look with the one before.
    await wait(100);
    hotFunction(400);
    await kept(1);

    const { cause } = service.list()[0]!;
    expect(cause).toEqual({ type: 'event_loop_delay', delayMs: expect.any(Number) as number });
    expect(cause.type === 'event_loop_delay' && cause.delayMs).toBeGreaterThan(200);
  });

  it('begins when a page alert burns, once, and not again until it has cooled down', async () => {
    await start({ triggers: { sloBurn: true, durationMs: 20 } });
    const bus = application.app.get(TelemetryBus, { strict: false });

    bus.emit('slo.burn', { ...burn, state: 'ended' });
    bus.emit('slo.burn', burn);
    await kept(1);
    bus.emit('slo.burn', burn);
    bus.flush();

    expect(service.running()).toBeUndefined();
    expect(service.list().map(({ cause }) => cause)).toEqual([{ type: 'slo_burn', slo: 'checkout' }]);
  });

  it('begins after a slow operation', async () => {
    await start({ triggers: { slowOperations: true, durationMs: 20 } }, { slowMs: 10 });

    await application.request('/shop/hot/7');
    await kept(1);

    expect(service.list()[0]!.cause).toEqual({
      type: 'slow_operation',
      operation: expect.stringMatching(/hot/) as string,
      durationMs: expect.any(Number) as number,
    });
  });

  it('begins again and again where that is asked for, coarsely, keeps the newest, and says nothing', async () => {
    await start({ maxProfiles: 2, continuous: { enabled: true, intervalMs: 150, durationMs: 50 } });

    await kept(1);
    const [first] = service.list();
    await application.recorder.waitFor(() => service.list().every(({ id }) => id !== first!.id), { timeoutMs: 10_000 });

    expect(service.list()).toEqual([
      expect.objectContaining({ cause: { type: 'schedule' }, samplingIntervalUs: 10_000 }),
      expect.objectContaining({ cause: { type: 'schedule' }, samplingIntervalUs: 10_000 }),
    ]);
    expect(application.recorder.lines.filter(({ target }) => target === 'Profiling')).toEqual([]);
  });

  it('does not begin while one runs that was asked for, and is counted', async () => {
    await start({ triggers: { sloBurn: true } });
    const bus = application.app.get(TelemetryBus, { strict: false });

    const running = service.cpu();
    bus.emit('slo.burn', burn);
    bus.flush();
    await service.stop();

    expect(service.list()).toEqual([await running]);
    expect(await application.scrape()).toContain('observability_dropped_total{signal="profiles",reason="busy"} 1');
  });
});
