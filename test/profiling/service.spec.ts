import { ObservabilityError, ProfilingService, type ObservabilityOptions } from 'nestjs-observability';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { hotFunction } from './burners.js';
import { renewBurners, shop } from './busy-shop.js';

let application: RunningApplication;
let service: ProfilingService;

const start = async (profiling: ObservabilityOptions['profiling'] = { enabled: true }): Promise<void> => {
  application = await startApplication({ ...shop, observability: { profiling } });
  service = application.app.get(ProfilingService);
};
const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'not refused',
    (error: unknown) => (error instanceof ObservabilityError ? error.message : String(error)),
  );

beforeEach(renewBurners);
afterEach(closeApplications);

describe('A second profile', () => {
  it('is refused while one runs, of whatever kind and whichever application, with what runs and until when', async () => {
    await start();
    const other = await startApplication({ ...shop, observability: { profiling: { enabled: true } } });

    const first = service.cpu({ durationMs: 20_000 });
    const { id, endsAt } = service.running()!;
    const refused = await Promise.all([
      refusal(service.cpu()),
      refusal(service.heap()),
      refusal(other.app.get(ProfilingService).cpu()),
    ]);
    await service.stop();

    expect(new Set(refused)).toEqual(
      new Set([
        `OBS_ERR_PROFILE_BUSY  One profile runs at a time, and ${id} (cpu, asked) runs until ${endsAt}. Fix: ask again when it is over, or stop it first.`,
      ]),
    );
    expect(service.list()).toEqual([await first]);
    await expect(other.app.get(ProfilingService).cpu({ durationMs: 10 })).resolves.toMatchObject({ kind: 'cpu' });
  });

  it('does not call the work that was to be profiled', async () => {
    await start();
    const work = jest.fn();

    const first = service.cpu();
    await refusal(service.during(work));
    await service.stop();
    await first;

    expect(work).not.toHaveBeenCalled();
  });
});

describe('A piece of work', () => {
  it('is profiled while it runs, and its result handed on', async () => {
    await start();

    const { result, profile } = await service.during(() => hotFunction(200));

    expect(result).toBeGreaterThan(0);
    expect(profile.hotFunctions[0]).toMatchObject({ file: 'test/profiling/burners.ts', isInApp: true });
    expect(profile.busyMs + profile.idleMs).toBeGreaterThan(150);
    expect(service.list()).toEqual([profile]);
  });

  it('that fails is profiled, too, and its error thrown on', async () => {
    await start();

    const failed = service.during(async () => {
      hotFunction(50);
      throw new Error('out of stock');
    });

    await expect(failed).rejects.toThrow('out of stock');
    expect(service.list()).toHaveLength(1);
    expect(service.running()).toBeUndefined();
  });
});

describe('Allocations', () => {
  const hoard: unknown[] = [];
  function hoardFunction(): void {
    for (let count = 0; count < 20_000; count++) hoard.push({ count, text: `number ${count}` });
  }
  function wasteFunction(): number {
    let length = 0;
    for (let count = 0; count < 20_000; count++) length += `${JSON.stringify({ count })}`.split(':').length;
    return length;
  }

  it.each([
    ['live', 'hoardFunction'],
    ['allocated', 'wasteFunction'],
  ] as const)('that are %s are counted for the function that made them', async (counted, name) => {
    await start();

    const taken = service.heap({ counted, samplingIntervalBytes: 1024 });
    hoardFunction();
    wasteFunction();
    await service.stop();
    const profile = await taken;

    expect(profile.allocators.find((allocator) => allocator.name === name)).toMatchObject({
      file: 'test/profiling/service.spec.ts',
      isInApp: true,
    });
    expect(profile.bytes).toBeGreaterThan(100_000);
    hoard.length = 0;
  });
});

describe('Profiling', () => {
  it('is refused where it is off, and tells of nothing', async () => {
    await start({});

    const refused = await Promise.all([
      refusal(service.cpu()),
      refusal(service.during(() => 1)),
      refusal(service.heap()),
      refusal(service.nextRequest('/')),
      refusal(service.heapSnapshot()),
      refusal(service.file('any', 'v8')),
    ]);

    expect(new Set(refused)).toEqual(
      new Set([
        'OBS_ERR_PROFILING_OFF  Profiling is off. Fix: set profiling: { enabled: true }, or OBSERVABILITY_PROFILING_ENABLED=true, and start again.',
      ]),
    );
    expect([service.list(), service.running(), await service.stop()]).toEqual([[], undefined, undefined]);
  });

  it('refuses what cannot be', async () => {
    await start({ enabled: true, maxDurationMs: 2000 });

    expect(await refusal(service.cpu({ durationMs: 2001 }))).toBe(
      'OBS_ERR_OPTION_INVALID  durationMs must be a number from 1 to 2000; got 2001. Fix: ask for less, or raise profiling.maxDurationMs.',
    );
    expect(await refusal(service.cpu({ samplingIntervalUs: 5 }))).toBe(
      'OBS_ERR_OPTION_INVALID  samplingIntervalUs must be an integer of at least 100; got 5. Fix: write e.g. 100.',
    );
    expect(await refusal(service.heapSnapshot())).toBe(
      'OBS_ERR_PROFILING_OFF  Heap snapshots are off, since they hold every secret of the process. Fix: set profiling: { heapSnapshots: true }, and start again.',
    );
    expect(service.running()).toBeUndefined();
  });

  it('does not start with a schedule that overtakes itself', async () => {
    await expect(
      startApplication({ observability: { profiling: { continuous: { intervalMs: 1000, durationMs: 1000 } } } }),
    ).rejects.toThrow(
      'profiling.continuous.durationMs must be less than profiling.continuous.intervalMs, which is 1000; got 1000',
    );
  });

  it('keeps so many profiles, forgets the oldest and what it is told to', async () => {
    await start({ enabled: true, maxProfiles: 2 });

    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push((await service.cpu({ durationMs: 5 })).id);

    expect(service.list().map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(await service.file(ids[0]!, 'v8')).toBeUndefined();
    expect([service.remove(ids[1]!), service.remove(ids[1]!)]).toEqual([true, false]);
    service.clear();
    expect(service.list()).toEqual([]);
  });

  it('keeps nothing that alone is larger than all may be, and counts it', async () => {
    await start({ enabled: true, maxBytes: 100 });

    await service.cpu({ durationMs: 5 });

    expect(service.list()).toEqual([]);
    expect(await application.scrape()).toContain('observability_dropped_total{signal="profiles",reason="too_large"} 1');
  });

  it('ends what runs when the application closes, and gives it to who waits', async () => {
    await start();

    const taken = service.cpu({ durationMs: 20_000 });
    await application.close();

    await expect(taken).resolves.toMatchObject({ kind: 'cpu' });
    await start();
    await expect(service.cpu({ durationMs: 5 })).resolves.toMatchObject({ kind: 'cpu' });
  });
});
