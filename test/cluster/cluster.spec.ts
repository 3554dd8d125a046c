/** Workers of `node:cluster` behind one port: whichever is scraped shows what all of them have counted. */
import { BuiltSource } from '../support/built-source.js';
import { eventually, stopPrograms } from '../support/child-process.js';
import type { ObservabilityOptions } from '../../src/index.js';
import { PROGRAMS, RunningCluster, Samples, type Mode } from './running-cluster.js';

/** Scrapes are handed to the workers in turn. */
const SCRAPES = 4;

/** Ten times as long as what is counted is kept back. */
const REST = { do: 'rest', ms: 500 } as const;

let built: BuiltSource;
let cluster: RunningCluster;

beforeAll(() => void (built = new BuiltSource(PROGRAMS)));
afterAll(async () => {
  await stopPrograms();
  built.remove();
});
afterEach(() => cluster.stop());

async function start(workers: number, mode: Mode = 'aggregate', options: ObservabilityOptions = {}): Promise<number[]> {
  cluster = await RunningCluster.start(built, mode, { logs: { level: 'warn' }, ...options });
  const ids: number[] = [];
  for (let count = 0; count < workers; count++) ids.push(await cluster.fork());
  return ids;
}

async function scrapes(): Promise<Samples[]> {
  const pages: Samples[] = [];
  for (let count = 0; count < SCRAPES; count++) pages.push(await cluster.samples());
  return pages;
}

describe('A cluster', () => {
  it('shows the same sums at every worker, each series once', async () => {
    const [one, two] = await start(2);
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });
    await cluster.tell(two!, { do: 'sell', size: 'small', times: 4 });
    await cluster.tell(two!, { do: 'sell', size: 'large', times: 5 });
    await cluster.tell(one!, { do: 'wait', seconds: [0.5, 5] });
    await cluster.tell(two!, { do: 'wait', seconds: [0.5, 50] });

    for (const samples of await scrapes()) {
      expect(samples.of('sales_total')).toEqual({ small: 7, large: 5 });
      expect(samples.of('wait_seconds_bucket')).toEqual({ 1: 2, 10: 3, '+Inf': 4 });
      expect([samples.value('wait_seconds_sum'), samples.value('wait_seconds_count')]).toEqual([56, 4]);
      expect(samples.of('their_sales_total')).toEqual({ small: 7, large: 5 });
      expect(samples.of('their_wait_seconds_bucket')).toEqual({ 1: 2, 10: 3, '+Inf': 4 });
      expect([samples.value('their_wait_seconds_sum'), samples.value('their_wait_seconds_count')]).toEqual([56, 4]);
      expect(samples.doubles).toEqual([]);
    }
  }, 60_000);

  it('counts requests over the shared port, whoever answers them', async () => {
    await start(2);
    const answers = await Promise.all(Array.from({ length: 40 }, async () => (await cluster.request('/order')).text()));

    const samples = await cluster.samples();

    expect(new Set(answers).size).toBe(2);
    expect(samples.of('http_requests_total')).toEqual({ 'GET,/order,200': 40 });
    expect(samples.of('http_request_duration_seconds_count')).toEqual({ 'GET,/order,200': 40 });
    expect(samples.of('http_request_duration_seconds_bucket')['GET,/order,200,+Inf']).toBe(40);
    expect(samples.of('http_requests_active')).toEqual({ GET: 0 });
  }, 60_000);

  it('adds gauges up, or takes the largest, smallest, mean or first, as each says', async () => {
    const [one, two] = await start(2);
    await cluster.tell(one!, { do: 'brew', cups: 2 });
    await cluster.tell(two!, { do: 'brew', cups: 6 });

    for (const samples of await scrapes()) {
      const values = ['brewing', 'largest', 'smallest', 'mean_ratio', 'their_brewing'].map((name) =>
        samples.value(name),
      );
      expect(values).toEqual([8, 6, 2, 4, 6]);
      expect(samples.value('their_start')).toBeUndefined();
      expect(Object.values(samples.of('app_info'))).toEqual([1]);
      expect(samples.value('app_ready')).toBe(1);
    }
  }, 60_000);

  it('answers quantiles over the observations of all', async () => {
    const [one, two] = await start(2);
    await cluster.tell(one!, { do: 'wait', seconds: Array.from({ length: 90 }, () => 1) });
    await cluster.tell(two!, { do: 'wait', seconds: Array.from({ length: 10 }, () => 100) });

    const quantiles = (await cluster.samples()).of('age_seconds');

    expect(quantiles['0.9']! / 1).toBeCloseTo(1, 1);
    expect(quantiles['0.95']! / 100).toBeCloseTo(1, 1);
  }, 60_000);

  it('speaks OpenMetrics with the exemplars of any worker, gzip, HEAD and a filter', async () => {
    const [one] = await start(2, 'aggregate', { traces: { tree: true }, metrics: { maxLabelValues: 2000 } });
    await cluster.tell(one!, { do: 'add series', count: 2000 });
    await Promise.all(Array.from({ length: 10 }, async () => (await cluster.request('/order')).text()));
    const accept = 'application/openmetrics-text;version=1.0.0';

    const open = await cluster.request('/metrics', { headers: { accept } });
    const head = await cluster.request('/metrics', { method: 'HEAD' });
    const filtered = new Samples(await cluster.page('/metrics?name[]=http_requests_total'));
    const zipped = await cluster.request('/metrics', { headers: { 'accept-encoding': 'gzip' } });

    const page = await open.text();
    expect(open.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(page.endsWith('# EOF\n')).toBe(true);
    expect(new Samples(page).all.some(({ exemplar }) => exemplar?.['trace_id'] !== undefined)).toBe(true);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(new Set(filtered.all.map(({ name }) => name))).toEqual(new Set(['http_requests_total']));
    expect(filtered.of('http_requests_total')).toEqual({ 'GET,/order,200': 10 });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    expect(new Samples(await zipped.text()).of('http_requests_total')).toEqual({ 'GET,/order,200': 10 });
  }, 60_000);

  it('keeps what a worker counted that ended by SIGTERM, exit, disconnection or closing, to the last recording', async () => {
    const [one, two, three, four, five] = await start(5, 'aggregate', { metrics: { handOverIntervalMs: 600_000 } });
    for (const worker of [one, two, three, four, five])
      await cluster.tell(worker!, { do: 'sell', size: 'small', times: 10 });
    await cluster.tell(one!, { do: 'brew', cups: 5 });
    await cluster.tell(five!, { do: 'brew', cups: 7 });

    await cluster.kill(one!, 'SIGTERM');
    await cluster.tell(two!, { do: 'exit' });
    await cluster.disconnect(three!);
    await cluster.tell(four!, { do: 'close' });

    const samples = await cluster.samples();
    expect(samples.of('sales_total')).toEqual({ small: 50 });
    expect(samples.value('brewing')).toBe(7);
    expect(samples.doubles).toEqual([]);
  }, 90_000);

  it('keeps what a worker had handed over that was killed, and adds what its successor counts from 0', async () => {
    const [one, two] = await start(2, 'aggregate', { metrics: { handOverIntervalMs: 50 } });
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });
    await cluster.tell(two!, { do: 'sell', size: 'small', times: 4 });
    await cluster.tell(one!, { do: 'wait', seconds: [5] });
    await cluster.tell(one!, { do: 'brew', cups: 9 });
    await cluster.tell(one!, REST);

    await cluster.kill(one!, 'SIGKILL');
    const afterwards = await cluster.samples();
    const successor = await cluster.fork();
    await cluster.tell(successor, { do: 'sell', size: 'small', times: 2 });
    const later = await scrapes();

    expect(afterwards.of('sales_total')).toEqual({ small: 7 });
    expect(afterwards.of('their_sales_total')).toEqual({ small: 7 });
    expect(afterwards.of('wait_seconds_bucket')).toEqual({ 1: 0, 10: 1, '+Inf': 1 });
    expect(afterwards.value('brewing')).toBeUndefined();
    for (const samples of later) {
      expect(samples.of('sales_total')).toEqual({ small: 9 });
      expect(samples.of('their_sales_total')).toEqual({ small: 9 });
    }
  }, 60_000);

  it('shows what a hanging worker told last, counts that, and takes it in again', async () => {
    const [one, two] = await start(2, 'aggregate', { metrics: { collectTimeoutMs: 200, handOverIntervalMs: 50 } });
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });
    await cluster.tell(one!, { do: 'brew', cups: 5 });
    await cluster.tell(two!, { do: 'brew', cups: 7 });
    expect((await cluster.samples()).value('brewing')).toBe(12);
    const scrape = async (): Promise<Samples> => new Samples(await cluster.pageOf(two!));

    await cluster.signal(one!, 'SIGSTOP');
    const startedAtMs = performance.now();
    const hanging = await scrape();
    const firstMs = performance.now() - startedAtMs;
    await cluster.tell(two!, { do: 'sell', size: 'small', times: 4 });
    const stillHanging = await scrape();
    await cluster.signal(one!, 'SIGCONT');
    await cluster.tell(one!, { do: 'brew', cups: 6 });
    const back = await eventually(async () => {
      const samples = await scrape();
      return samples.value('brewing') === 13 ? samples : undefined;
    });

    expect(firstMs).toBeLessThan(3000);
    expect(hanging.value('brewing')).toBe(12);
    expect(hanging.value('observability_scrape_errors_total')).toBe(1);
    expect(stillHanging.of('sales_total')).toEqual({ small: 7 });
    expect(stillHanging.value('observability_scrape_errors_total')).toBe(2);
    expect(back.of('sales_total')).toEqual({ small: 7 });
    expect(cluster.output).toContain('what is counted in worker 1 could not be read: no answer within 1200 ms');
  }, 60_000);

  it('shows what the threads of its workers count, and keeps it', async () => {
    const [one, two] = await start(2, 'aggregate', { metrics: { handOverIntervalMs: 50 } });
    const sell = { do: 'sell', size: 'small', times: 3 } as const;
    for (const task of [sell, { do: 'in a thread', task: sell } as const]) {
      await cluster.tell(one!, task);
      await cluster.tell(two!, task);
    }
    await cluster.tell(one!, { do: 'in a thread', task: { do: 'brew', cups: 5 } });
    const before = await scrapes();
    await cluster.tell(one!, { do: 'in a thread', task: sell });
    await cluster.tell(one!, { do: 'in a thread', task: REST });
    await cluster.tell(one!, REST);

    await cluster.tell(one!, { do: 'terminate the thread' });
    await cluster.kill(two!, 'SIGKILL');

    for (const samples of before) {
      expect(samples.of('sales_total')).toEqual({ small: 12 });
      expect(samples.value('brewing')).toBe(5);
    }
    const afterwards = await cluster.samples();
    expect(afterwards.of('sales_total')).toEqual({ small: 15 });
    expect(afterwards.value('brewing')).toBeUndefined();
    expect(afterwards.value('observability_scrape_errors_total')).toBe(0);
  }, 60_000);

  it('shows the same where the primary passes every message on to all workers', async () => {
    const [one, two] = await start(2, 'pass on', { metrics: { handOverIntervalMs: 20 } });
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });
    await cluster.tell(two!, { do: 'sell', size: 'small', times: 4 });

    const samples = await scrapes();

    expect(samples.map((page) => page.of('sales_total'))).toEqual(samples.map(() => ({ small: 7 })));
    expect(samples.at(-1)!.value('observability_scrape_errors_total')).toBe(0);
  }, 60_000);

  it('goes on where messages look like its own, or come from another release', async () => {
    const [one] = await start(1);
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });

    const from = { nestjsObservability: '1', from: 'member' };
    for (const message of [
      { ...from, what: 'introduction' },
      { ...from, what: 'introduction', body: { protocol: 0, id: 'another' } },
      { ...from, what: 'contributions', body: 3 },
      { ...from, what: 'page', body: null, id: 1 },
      { ...from, what: 'answer', id: 99 },
    ])
      await cluster.tell(one!, { do: 'send', message });

    expect((await cluster.samples()).of('sales_total')).toEqual({ small: 3 });
    expect(cluster.output).not.toContain('Error');
  }, 60_000);

  it('shows one worker, with one warning, where the primary aggregates nothing', async () => {
    const [one] = await start(1, 'forget', { metrics: { collectTimeoutMs: 10 } });
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });

    const samples = await scrapes();

    expect(samples.map((page) => page.of('sales_total'))).toEqual(samples.map(() => ({ small: 3 })));
    expect(cluster.output.split('aggregateWorkers()')).toHaveLength(2);
  }, 60_000);

  it('shows one worker, without a warning, where aggregation is off', async () => {
    const [one, two] = await start(2, 'aggregate', { metrics: { aggregate: 'off' } });
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });
    await cluster.tell(two!, { do: 'sell', size: 'small', times: 4 });

    const seen = (await scrapes()).map((samples) => samples.of('sales_total')['small']);

    expect(new Set(seen)).toEqual(new Set([3, 4]));
    expect(cluster.output).not.toContain('aggregateWorkers()');
  }, 60_000);

  it('shows the same at a primary with an application, which needs to call nothing', async () => {
    const [one, two] = await start(2, 'application');
    await cluster.tell(one!, { do: 'sell', size: 'small', times: 3 });
    await cluster.tell(two!, { do: 'sell', size: 'small', times: 4 });

    const page = await (await fetch(`http://127.0.0.1:${cluster.primaryPort}/metrics`)).text();
    const workers = await scrapes();

    expect(new Samples(page).of('sales_total')).toEqual({ small: 7 });
    expect(workers.map((samples) => samples.of('sales_total'))).toEqual(workers.map(() => ({ small: 7 })));
    expect(Object.values(new Samples(page).of('app_info'))).toEqual([1]);
  }, 60_000);
});
