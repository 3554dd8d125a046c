import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Diagnostics, TelemetryBus, type MemoryPressure } from '../../kernel/index.js';
import { Exposition } from '../exposition.js';
import { MetricRegistry } from '../metric-registry.js';
import { readMemoryEvents, type MemoryEventCounts } from './control-group.js';
import { watchMemoryPressure } from './memory-pressure.js';
import { registryConfig } from '../../../test/support/registry-config.js';

describe('Memory pressure', () => {
  let residentBytes: number;
  let events: MemoryEventCounts | undefined;
  let bus: TelemetryBus;
  let exposition: Exposition;
  let stop: () => void;

  const watch = (thresholdRatio = 0.9): void => {
    const diagnostics = new Diagnostics();
    const registry = new MetricRegistry(registryConfig(), diagnostics);
    bus = new TelemetryBus(diagnostics);
    exposition = new Exposition(registry);
    const readers = { residentBytes: () => residentBytes, limitBytes: () => 1000, events: () => events };
    stop = watchMemoryPressure(registry, bus, { thresholdRatio, readers });
  };
  /** Counted after each look, by scraping. */
  const countsAt = async (sizes: readonly number[]): Promise<number[]> => {
    const counts: number[] = [];
    for (const size of sizes) {
      residentBytes = size;
      counts.push(await scraped());
    }
    return counts;
  };
  const scraped = async (): Promise<number> =>
    Number(/^process_memory_pressure_events_total (\d+)$/m.exec(await exposition.text())?.[1]);

  beforeEach(() => {
    residentBytes = 100;
    events = undefined;
  });
  afterEach(() => stop());

  it('is counted when resident memory crosses the threshold, and again only after it has fallen well below', async () => {
    watch();

    expect(await countsAt([100, 899, 900, 950, 860, 899, 901, 849, 899, 900, 100])).toEqual([
      0, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2,
    ]);
  });

  it('has no threshold where it is 0', async () => {
    watch(0);

    expect(await countsAt([100, 1000, 2000])).toEqual([0, 0, 0]);
  });

  it("counts the kernel's events since the start, not those before", async () => {
    events = { high: 5, max: 7, oom: 1 };
    watch();

    expect(await scraped()).toBe(0);
    events = { high: 6, max: 17, oom: 1 };
    expect(await scraped()).toBe(11);
    events = { high: 6, max: 17, oom: 2 };
    expect(await scraped()).toBe(12);
  });

  it('looks every second while somebody listens, and tells what happened', () => {
    jest.useFakeTimers();
    events = { high: 0, max: 0, oom: 0 };
    watch();
    expect(jest.getTimerCount()).toBe(0);
    const heard: MemoryPressure[] = [];
    const unsubscribe = bus.on('memory.pressure', (pressure) => heard.push(pressure));
    expect(jest.getTimerCount()).toBe(1);

    residentBytes = 950;
    events = { high: 0, max: 3, oom: 1 };
    jest.advanceTimersByTime(5000);
    bus.flush();
    unsubscribe();

    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
    const sizes = { residentBytes: 950, limitBytes: 1000 };
    expect(heard).toEqual([
      { cause: 'threshold', count: 1, ...sizes },
      { cause: 'max', count: 3, ...sizes },
      { cause: 'oom', count: 1, ...sizes },
    ]);
  });

  it('leaves no timer behind when it stops', () => {
    jest.useFakeTimers();
    watch();
    bus.on('memory.pressure', () => undefined);

    stop();
    bus.on('memory.pressure', () => undefined)();

    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});

describe('Events of a control group', () => {
  let folder: string;
  const files = () => ({ membership: join(folder, 'cgroup'), mount: join(folder, 'mount') });
  const write = (file: string, text: string): void => {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const EVENTS = 'low 9\nhigh 2\nmax 3\noom 1\noom_kill 1\noom_group_kill 0\n';

  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'control-group-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are read from the process's own group", () => {
    write('cgroup', '0::/system.slice/shop.service\n');
    write('mount/system.slice/shop.service/memory.events', EVENTS);

    expect(readMemoryEvents(files())).toEqual({ high: 2, max: 3, oom: 1 });
  });

  it('are read from the top where the path is that of the host', () => {
    write('cgroup', '0::/docker/4f2a\n');
    write('mount/memory.events', EVENTS);

    expect(readMemoryEvents(files())).toEqual({ high: 2, max: 3, oom: 1 });
  });

  it.each([
    ['under version 1', '4:memory:/user.slice\n1:cpu:/\n'],
    ['where both versions are mounted and memory belongs to the first', '4:memory:/user.slice\n0::/user.slice\n'],
    ['elsewhere than on Linux', undefined],
  ])('are not known %s', (_where, membership) => {
    if (membership !== undefined) write('cgroup', membership);

    expect(readMemoryEvents(files())).toBeUndefined();
  });
});
