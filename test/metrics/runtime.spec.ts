/** The process seen from inside, in real applications and real processes. */
import { lookup, promises as dns } from 'node:dns';
import { closeSync, openSync } from 'node:fs';
import { createServer as createSecureServer, get as secureGet, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import perfHooks from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { getHeapSpaceStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { ObservabilityService, type MemoryPressure } from 'nestjs-observability';
import { SessionsInstrument } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { BuiltSource } from '../support/built-source.js';
import { eventually, Program, stopPrograms } from '../support/child-process.js';
import { samplesOf } from '../../src/testing/exposition-reader.js';
import { selfSigned } from '../outgoing/far-side.js';
import '../support/matchers.js';

afterEach(closeApplications);

const valueOf = (text: string, name: string, labels = {}): number => samplesOf(text, name, labels)[0]!.value;
const delayOf = (text: string, quantile: string): number =>
  valueOf(text, 'nodejs_eventloop_delay_seconds', { quantile });

/** The delay of a process that has nothing but a histogram: what the machine itself is late, by the 99th percentile in seconds. */
const BARE_PROCESS = `
  const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  setInterval(() => { console.log(delay.percentile(99) / 1e9 - 0.01); delay.reset(); }, 1500);
`;

describe('A process of its own', () => {
  const PROGRAM = 'test/metrics/watched.program.ts';
  let built: BuiltSource;

  beforeAll(() => void (built = new BuiltSource([PROGRAM])));
  afterAll(() => built.remove());
  afterEach(stopPrograms);

  const start = async (...flags: string[]): Promise<(path: string) => Promise<string>> => {
    const program = new Program(process.execPath, [...flags, built.pathOf(PROGRAM)]);
    const port = await eventually(async () => /listening on (\d+)/.exec(program.output)?.[1]);
    return async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).text();
  };

  it('reads under 1 ms of delay and hardly any utilization when it is idle', async () => {
    const bare = new Program(process.execPath, ['-e', BARE_PROCESS]);
    const get = await start();
    await get('/metrics');

    const readings = async () => {
      await wait(1500);
      const text = await get('/metrics');
      const [medianSeconds, lateSeconds] = [delayOf(text, '0.5'), delayOf(text, '0.99')];
      const machineSeconds = Number(bare.output.trim().split('\n').at(-1));
      const utilization = valueOf(text, 'nodejs_eventloop_utilization_ratio');
      // Other tests may take all processors; there are windows in which this process is woken no later than a bare one.
      const isIdle = medianSeconds < 0.001 && lateSeconds < Math.max(0.001, machineSeconds) && utilization < 0.05;
      return isIdle ? { medianSeconds, lateSeconds, utilization } : undefined;
    };

    const { medianSeconds, lateSeconds, utilization } = await eventually(readings, 60_000);
    expect(Math.min(medianSeconds, lateSeconds, utilization)).toBeGreaterThanOrEqual(0);
    expect(medianSeconds).toBeLessThan(0.001);
  }, 90_000);

  it('says of collections by marking and sweeping young objects that they are minor', async () => {
    const get = await start(Number(process.versions.node.split('.')[0]) < 22 ? '--minor-mc' : '--minor-ms');
    await get('/churn');

    const kinds = await eventually(async () => {
      const counts = samplesOf(await get('/metrics'), 'nodejs_gc_duration_seconds_count');
      return counts.length === 0 ? undefined : counts.map(({ labels }) => labels['kind']);
    });

    expect(kinds).toContain('minor');
    expect(kinds.filter((kind) => !['minor', 'major', 'incremental', 'weakcb'].includes(kind!))).toEqual([]);
  }, 60_000);
});

describe('An application that is watched', () => {
  let application: RunningApplication;

  beforeEach(async () => void (application = await startApplication({})));

  it('shows open files, handles, resources and heap spaces as they are', async () => {
    // Opens the connection that later scrapes use again.
    await application.scrape();
    const files = Array.from({ length: 20 }, () => openSync('/dev/null', 'r'));
    const during = await application.scrape();
    files.forEach((file) => closeSync(file));
    const after = await application.scrape();

    expect(valueOf(during, 'process_open_fds') - valueOf(after, 'process_open_fds')).toBe(20);
    expect(valueOf(during, 'process_max_fds')).toBeGreaterThan(0);
    expect(valueOf(during, 'nodejs_active_handles_total')).toBeGreaterThan(0);
    expect(valueOf(during, 'nodejs_active_resources_total')).toBeGreaterThan(0);
    const spaces = samplesOf(during, 'nodejs_heap_space_size_used_bytes').map(({ labels }) => labels['space']);
    expect(spaces).toEqual(getHeapSpaceStatistics().map(({ space_name: name }) => name.replace(/_space$/, '')));
  });

  it('counts worker threads while they run, however they end', async () => {
    const code = 'require("node:worker_threads").parentPort.once("message", () => { throw new Error("broken"); })';
    const workers = Array.from({ length: 3 }, () => new Worker(code, { eval: true }).on('error', () => undefined));
    await expect(application).toHaveSample('nodejs_worker_threads_active', {}, 3);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins
    workers[2]!.postMessage('break');
    await new Promise((resolve) => workers[2]!.once('exit', resolve));
    await expect(application).toHaveSample('nodejs_worker_threads_active', {}, 2);
    await Promise.all(workers.map((worker) => worker.terminate()));

    await expect(application).toHaveSample('nodejs_worker_threads_active', {}, 0);
  });

  it('times neither names nor handshakes unless told to', async () => {
    await dns.lookup('localhost');

    expect(await application.scrape()).not.toMatch(/dns_|tls_/);
  });
});

describe('Timings of the network', () => {
  let application: RunningApplication;
  let server: Server;

  beforeEach(async () => {
    application = await startApplication({ observability: { metrics: { networkTimings: true } } });
    server = createSecureServer(selfSigned(), (_request, response) => void response.end('answer'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const call = (options: { rejectUnauthorized: boolean }): Promise<unknown> =>
    new Promise((resolve) => {
      const { port } = server.address() as AddressInfo;
      const request = secureGet({ host: 'localhost', port, agent: false, ...options }, (response) => {
        response.resume().once('end', resolve);
      });
      request.once('error', resolve);
    });

  it('time every name that was found, and no other', async () => {
    const before = await lookups();
    await dns.lookup('localhost');
    await new Promise<void>((resolve) => lookup('localhost', () => resolve()));
    await dns.lookup('nowhere.invalid').catch(() => undefined);

    await eventually(async () => ((await lookups()) >= before + 2 ? true : undefined));
    expect(await lookups()).toBe(before + 2);
  });

  it('time every handshake that succeeded, once and without the connection', async () => {
    await call({ rejectUnauthorized: false });
    await call({ rejectUnauthorized: false });
    await call({ rejectUnauthorized: true });

    const text = await application.scrape();
    expect(valueOf(text, 'tls_handshake_duration_seconds_count')).toBe(2);
    expect(valueOf(text, 'tls_handshake_duration_seconds_sum')).toBeGreaterThan(0);
  });

  it('leave Node as it was when the application has closed', async () => {
    const { TLSSocket } = await import('node:tls');
    const starter = (): unknown => (TLSSocket.prototype as unknown as Record<string, unknown>)['_start'];
    const during = starter();
    await application.close();

    expect(starter()).not.toBe(during);
    await call({ rejectUnauthorized: false });
  });

  const lookups = async (): Promise<number> =>
    samplesOf(await application.scrape(), 'dns_lookup_duration_seconds_count', { method: 'lookup' })[0]?.value ?? 0;
});

describe('Memory pressure', () => {
  it('reaches listeners, so that sessions are evicted', async () => {
    // Any process has more than a millionth of its limit in use.
    const application = await startApplication({ observability: { metrics: { memoryPressureRatio: 1e-6 } } });
    const session = application.app.get(SessionsInstrument).open();
    const heard: MemoryPressure[] = [];
    application.app.get(ObservabilityService).onMemoryPressure((pressure) => {
      heard.push(pressure);
      session.evict('memory_pressure');
    });

    await eventually(async () => (heard.length > 0 ? true : undefined));
    await expect(application).toHaveSample('process_memory_pressure_events_total', {}, 1);
    await expect(application).toHaveSample('sessions_evicted_total', { reason: 'memory_pressure' }, 1);
    const text = await application.scrape();
    expect(heard).toEqual([
      {
        cause: 'threshold',
        count: 1,
        residentBytes: expect.any(Number) as number,
        limitBytes: valueOf(text, 'process_memory_limit_bytes'),
      },
    ]);
  });

  it('is not looked for where the runtime is not watched', async () => {
    const setTimer = jest.spyOn(globalThis, 'setInterval');
    const observe = jest.spyOn(perfHooks.PerformanceObserver.prototype, 'observe');
    const application = await startApplication({
      observability: { metrics: { runtime: false, networkTimings: true, memoryPressureRatio: 1e-6 } },
    });
    application.app.get(ObservabilityService).onMemoryPressure(() => undefined);

    const text = await application.scrape();
    expect(text).not.toMatch(/^(process|nodejs|dns|tls|app_info)/m);
    expect(observe).not.toHaveBeenCalled();
    expect(setTimer.mock.calls.filter(([, ms]) => ms === 1000)).toEqual([]);
    jest.restoreAllMocks();
  });
});
