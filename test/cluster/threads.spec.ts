/** Worker threads: the scrape of the main thread shows what all of them have counted. */
import { BuiltSource } from '../support/built-source.js';
import { eventually } from '../support/child-process.js';
import type { ObservabilityOptions } from '../../src/index.js';
import { RunningThreads, THREAD_PROGRAMS } from './running-threads.js';

let built: BuiltSource;
let threads: RunningThreads;

beforeAll(() => void (built = new BuiltSource(THREAD_PROGRAMS)));
afterAll(() => built.remove());
afterEach(() => threads.stop());

async function start(options: ObservabilityOptions = {}): Promise<void> {
  threads = await RunningThreads.start(built, { logs: { level: 'warn' }, ...options });
}

describe('A thread', () => {
  it('answers at once where the main thread has no application, as in a test runner', async () => {
    threads = await RunningThreads.start(built, { metrics: { collectTimeoutMs: 30_000 } }, 'bare');
    await threads.startThread(1, 'application');
    await threads.startThread(2, 'application');
    const startedAtMs = performance.now();

    await threads.tell(1, { do: 'scrape' });
    await threads.tell(2, { do: 'scrape' });

    expect(performance.now() - startedAtMs).toBeLessThan(10_000);
  }, 60_000);
});

describe('A main thread', () => {
  it('shows the sums over its threads, with an application of their own or without', async () => {
    await start();
    await threads.startThread(1, 'application');
    await threads.startThread(2, 'recorder');
    await threads.tell(0, { do: 'sell', size: 'small', times: 1 });
    await threads.tell(1, { do: 'sell', size: 'small', times: 2 });
    await threads.tell(2, { do: 'sell', size: 'small', times: 4 });
    await threads.tell(2, { do: 'wait', seconds: [0.5, 5, 50] });
    await threads.tell(1, { do: 'brew', cups: 3 });
    await threads.tell(2, { do: 'brew', cups: 5 });

    const samples = await threads.samples();

    expect(samples.of('sales_total')).toEqual({ small: 7 });
    expect(samples.of('their_sales_total')).toEqual({ small: 7 });
    expect(samples.of('wait_seconds_bucket')).toEqual({ 1: 1, 10: 2, '+Inf': 3 });
    expect(['brewing', 'largest', 'smallest', 'mean_ratio'].map((name) => samples.value(name))).toEqual([8, 5, 3, 4]);
    expect(samples.doubles).toEqual([]);
  }, 60_000);

  it('counts processor time and memory of the process once', async () => {
    await start();
    const alone = await threads.samples();
    await threads.startThread(1, 'application');
    await threads.startThread(2, 'application');

    const samples = await threads.samples();

    const names = (page: typeof samples) =>
      page.all.map(({ name }) => name).filter((name) => /^process_(?!task_spawns)/.test(name));
    expect(new Set(names(samples))).toEqual(new Set(names(alone)));
    expect(samples.value('process_memory_limit_bytes')).toBe(alone.value('process_memory_limit_bytes'));
    // Three threads that each told of the process would make it three times as much.
    expect(samples.value('process_resident_memory_bytes')! / threads.residentBytes()).toBeLessThan(1.5);
    expect(samples.value('process_open_fds')! / threads.openFileCount()).toBeLessThan(1.5);
  }, 60_000);

  it('keeps what a thread counted that ended, to the last recording, and forgets its gauges', async () => {
    await start({ metrics: { handOverIntervalMs: 600_000 } });
    await threads.startThread(1, 'recorder');
    await threads.startThread(2, 'application');
    for (const thread of [1, 2]) await threads.tell(thread, { do: 'brew', cups: 5 });
    expect((await threads.samples()).value('brewing')).toBe(10);
    for (const thread of [1, 2]) await threads.tell(thread, { do: 'sell', size: 'small', times: 10 });

    await threads.tell(1, { do: 'exit' });
    await threads.tell(2, { do: 'exit' });

    const samples = await eventually(async () => {
      const page = await threads.samples();
      return page.value('brewing') === undefined ? page : undefined;
    });
    expect(samples.of('sales_total')).toEqual({ small: 20 });
  }, 60_000);

  it('keeps what a thread had handed over that was terminated', async () => {
    await start({ metrics: { handOverIntervalMs: 50 } });
    await threads.startThread(1, 'recorder');
    await threads.tell(1, { do: 'sell', size: 'small', times: 10 });
    // Ten times as long as what is counted is kept back.
    await threads.tell(1, { do: 'rest', ms: 500 });

    await threads.terminate(1);
    await threads.startThread(2, 'recorder');
    await threads.tell(2, { do: 'sell', size: 'small', times: 3 });

    const samples = await threads.samples();
    expect(samples.of('sales_total')).toEqual({ small: 13 });
    expect(samples.of('their_sales_total')).toEqual({ small: 13 });
    expect(samples.value('observability_scrape_errors_total')).toBe(0);
  }, 60_000);
});
