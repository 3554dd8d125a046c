import { Counter, Gauge, Histogram, register, Summary } from 'prom-client';
import { Diagnostics, type MetricDefinition } from '../kernel/index.js';
import { Exposition } from './exposition.js';
import { MetricRegistry, type DefineOptions, type RegistryConfig } from './metric-registry.js';
import { registryConfig } from '../../test/support/registry-config.js';

const config = registryConfig({
  maxSeries: 1_000_000,
  maxLabelValues: 1_000_000,
  includeDefaultRegistry: true,
  collectTimeoutMs: 30,
});

const base = { unit: 'count', help: 'Help', labelNames: [], family: 'test' } as const;

function setUp(changes: Partial<RegistryConfig> = {}) {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const registry = new MetricRegistry({ ...config, ...changes }, diagnostics);
  return { registry, diagnostics, warnings, exposition: new Exposition(registry) };
}

/** Without the library's own metrics, so that the whole page can be compared. */
const page = async (exposition: Exposition, format: 'text' | 'openmetrics', names: string[]) =>
  (await exposition.text(format, names)).split('\n');

afterEach(() => register.clear());

function small(changes: Partial<RegistryConfig> = {}) {
  const context = setUp(changes);
  const { registry } = context;
  const requests = registry.define({
    ...base,
    name: 'requests_total',
    type: 'counter',
    help: 'All \\ of\nthe "requests"',
    labelNames: ['path'],
  });
  requests.cell(['/a"b\\c\nd']).add(3);
  requests.cell(['/e']).add(0.5);
  registry
    .define({ ...base, name: 'up', type: 'gauge' })
    .cell([])
    .set(1);
  registry
    .define({ ...base, name: 'left_seconds', type: 'gauge', unit: 'seconds' })
    .cell([])
    .set(Infinity);
  const wait = registry.define({
    ...base,
    name: 'wait_seconds',
    type: 'histogram',
    unit: 'seconds',
    buckets: [0.5, 1, 20],
  });
  wait.cell([]).observe(0.2);
  wait.cell([]).observe(30);
  const span = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'] as const;
  wait.cell([]).observeWithExemplar(0.75, ...span);
  wait.cell([]).exemplars![1]!.epochMs = 1_700_000_000_123;
  registry.define({ ...base, name: 'age_seconds', type: 'summary', unit: 'seconds', labelNames: ['kind'] }).cell(['a']);
  return { ...context, names: ['requests_total', 'up', 'left_seconds', 'wait_seconds', 'age_seconds'] };
}

describe('Exposition of our families', () => {
  it('writes Prometheus text 0.0.4', async () => {
    const { exposition, names } = small();

    expect(await page(exposition, 'text', names)).toEqual([
      '# HELP requests_total All \\\\ of\\nthe "requests"',
      '# TYPE requests_total counter',
      'requests_total{path="/a\\"b\\\\c\\nd"} 3',
      'requests_total{path="/e"} 0.5',
      '# HELP up Help',
      '# TYPE up gauge',
      'up 1',
      '# HELP left_seconds Help',
      '# TYPE left_seconds gauge',
      'left_seconds +Inf',
      '# HELP wait_seconds Help',
      '# TYPE wait_seconds histogram',
      'wait_seconds_bucket{le="0.5"} 1',
      'wait_seconds_bucket{le="1"} 2',
      'wait_seconds_bucket{le="20"} 2',
      'wait_seconds_bucket{le="+Inf"} 3',
      'wait_seconds_sum 30.95',
      'wait_seconds_count 3',
      '# HELP age_seconds Help',
      '# TYPE age_seconds summary',
      'age_seconds{kind="a",quantile="0.5"} NaN',
      'age_seconds{kind="a",quantile="0.9"} NaN',
      'age_seconds{kind="a",quantile="0.95"} NaN',
      'age_seconds{kind="a",quantile="0.99"} NaN',
      'age_seconds_sum{kind="a"} 0',
      'age_seconds_count{kind="a"} 0',
      '',
    ]);
  });

  it('writes OpenMetrics 1.0 with units, exemplars, float bounds and an end', async () => {
    const { exposition, names } = small();

    expect(await page(exposition, 'openmetrics', names.slice(0, 4))).toEqual([
      '# TYPE requests counter',
      '# HELP requests All \\\\ of\\nthe \\"requests\\"',
      'requests_total{path="/a\\"b\\\\c\\nd"} 3',
      'requests_total{path="/e"} 0.5',
      '# TYPE up gauge',
      '# HELP up Help',
      'up 1',
      '# TYPE left_seconds gauge',
      '# UNIT left_seconds seconds',
      '# HELP left_seconds Help',
      'left_seconds +Inf',
      '# TYPE wait_seconds histogram',
      '# UNIT wait_seconds seconds',
      '# HELP wait_seconds Help',
      'wait_seconds_bucket{le="0.5"} 1',
      'wait_seconds_bucket{le="1.0"} 2 # {trace_id="0af7651916cd43dd8448eb211c80319c",span_id="b7ad6b7169203331"} 0.75 1700000000.123',
      'wait_seconds_bucket{le="20.0"} 2',
      'wait_seconds_bucket{le="+Inf"} 3',
      'wait_seconds_sum 30.95',
      'wait_seconds_count 3',
      '# EOF',
      '',
    ]);
  });

  it('puts prefix and default labels on every series, where a label of its own wins', async () => {
    const { exposition, registry } = setUp({ prefix: 'shop_', defaultLabels: { region: 'eu', tier: 'default' } });
    registry
      .define({ ...base, name: 'a_total', type: 'counter' })
      .cell([])
      .add(1);
    registry
      .define({ ...base, name: 'b_total', type: 'counter', labelNames: ['tier'] })
      .cell(['gold'])
      .add(1);

    const lines = await page(exposition, 'text', ['shop_a_total', 'shop_b_total']);

    expect(lines.filter((line) => !line.startsWith('#') && line !== '')).toEqual([
      'shop_a_total{region="eu",tier="default"} 1',
      'shop_b_total{tier="gold",region="eu"} 1',
    ]);
  });

  it('gives the same page in both formats, one after the other, any number of times', async () => {
    const { exposition, names } = small();

    const [text, open] = [await exposition.text('text', names), await exposition.text('openmetrics', names)];

    expect(await exposition.text('text', names)).toBe(text);
    expect(await exposition.text('openmetrics', names)).toBe(open);
  });

  it('writes a counter under its OpenMetrics name when that is another', async () => {
    const { exposition, registry } = setUp();
    const family = registry.define({ ...base, name: 'orders', type: 'counter', labelNames: ['shop'] });
    for (const shop of ['a', 'b']) family.cell([shop]).add(1);

    const [text, open] = [
      await page(exposition, 'text', ['orders']),
      await page(exposition, 'openmetrics', ['orders']),
    ];

    expect(text).toContain('orders{shop="a"} 1');
    expect(open).toContain('orders_total{shop="a"} 1');
  });
});

function manySeries(count: number, options: DefineOptions = {}) {
  const context = setUp();
  const definition = { ...base, name: 'many', type: 'gauge', labelNames: ['id'] } as const;
  const family = context.registry.define(definition, options);
  for (let id = 0; id < count; id++) family.cell([`${id}`]).set(id);
  const samples = async () =>
    (await page(context.exposition, 'text', ['many'])).filter((line) => line.startsWith('many'));
  return { ...context, family, samples };
}

/** Reads a page while a clock runs that shows one millisecond more at each look; what each turn of the event loop saw. */
async function perTurn(chunks: AsyncIterable<string>): Promise<string[]> {
  const turns = [''];
  const count = (): void => void (turns.push(''), (next = setImmediate(count)));
  let next = setImmediate(count);
  let nowMs = performance.now();
  const clock = jest.spyOn(performance, 'now').mockImplementation(() => nowMs++);
  for await (const chunk of chunks) turns[turns.length - 1] += chunk;
  clearImmediate(next);
  clock.mockRestore();
  return turns;
}

const linesIn = (text: string) => text.split('\n').length - 1;

describe('A long page', () => {
  it('lets the event loop run after every few thousand lines, also when it is written for the first time', async () => {
    const { exposition } = manySeries(100_000);

    const turns = await perTurn(exposition.write('text', ['many']));

    expect(linesIn(turns.join(''))).toBe(100_002);
    expect(Math.max(...turns.map(linesIn))).toBeLessThan(4_000);
  });

  it('lets it run while idle series are removed and nothing is written', async () => {
    const { exposition, family } = manySeries(20_000, { idleTimeoutMs: 0 });
    await exposition.text('text', ['many']);

    const turns = await perTurn(exposition.write('text', ['many']));

    expect(family.seriesCount).toBe(0);
    expect(turns.length).toBeGreaterThan(10);
  });

  it('lets it run while a metric of prom-client is written', async () => {
    const { exposition } = setUp();
    const theirs = new Gauge({ name: 'theirs', help: 'Theirs', labelNames: ['id'] });
    for (let id = 0; id < 20_000; id++) theirs.set({ id }, id);

    const turns = await perTurn(exposition.write('text', ['theirs']));

    expect(linesIn(turns.join(''))).toBe(20_002);
    expect(Math.max(...turns.map(linesIn))).toBeLessThan(4_000);
  });

  it('is made no faster than it is read', async () => {
    const { exposition, family } = manySeries(20_000);
    const chunks = exposition.write('text', ['many']);
    let text = (await chunks.next()).value as string;
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));

    family.cell(['19999']).set(-1);
    for await (const chunk of chunks) text += chunk;

    expect(text).toContain('many{id="19999"} -1\n');
  });

  it('is made no further when its reader leaves', async () => {
    const { exposition, family, registry } = manySeries(20_000, { idleTimeoutMs: 0 });
    await exposition.text('text', ['many']);
    for (let id = 0; id < 10_000; id++) family.cell([`${id}`]).set(id);

    const chunks = exposition.write('text', ['many']);
    await chunks.next();
    await chunks.return();
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));

    // The idle ones at the end would be gone.
    expect(family.seriesCount).toBe(20_000);
    expect(registry.find('observability_scrape_duration_seconds')!.cell([])).toMatchObject({ count: 2 });
  });

  it('shows each series once and whole while series come and go', async () => {
    const { exposition, family } = manySeries(20_000);
    const chunks = exposition.write('text', ['many']);
    let text = (await chunks.next()).value as string;

    for (let id = 0; id < 20_000; id += 2) family.remove([`${id}`]);
    for (let id = 0; id < 20_000; id += 4) family.cell([`${id}`]).set(id);
    for (let id = 0; id < 5_000; id++) family.cell([`new-${id}`]).set(id);
    for await (const chunk of chunks) text += chunk;

    const lines = text.split('\n').filter((line) => line.startsWith('many'));
    expect(new Set(lines).size).toBe(lines.length);
    expect(lines.filter((line) => !/^many\{id="(\d+)"\} \1$/.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(10_000);
  });

  it('is whole for two readers at the same time', async () => {
    const { samples } = manySeries(20_000);

    const [one, two] = await Promise.all([samples(), samples()]);

    expect(one).toHaveLength(20_000);
    expect(two).toEqual(one);
  });

  it('shows a label value that took the place of one that is gone', async () => {
    const { exposition, registry } = setUp();
    const family = registry.define({ ...base, name: 'rooms', type: 'gauge', labelNames: ['house', 'floor'] });
    const floors = ['1', '2', '3', '4', '5'];
    for (const floor of floors) family.cell(['old', floor]).set(1);
    await exposition.text();

    for (const floor of floors) family.remove(['old', floor]);
    for (const floor of floors) family.cell(['new', floor]).set(2);
    const lines = await page(exposition, 'text', ['rooms']);

    expect(lines.slice(2, -1).toSorted()).toEqual(floors.map((floor) => `rooms{house="new",floor="${floor}"} 2`));
  });
});

const bad = (name: string, collect: () => void | Promise<void>) => new Gauge({ name, help: 'bad', collect });

describe('Exposition of what is not ours', () => {
  it('shows the default registry with its own default labels, in both formats', async () => {
    const { exposition } = setUp();
    register.setDefaultLabels({ team: 'a' });
    new Counter({ name: 'theirs_total', help: 'Theirs', labelNames: ['x'] }).inc({ x: 'y"' }, 2);
    new Gauge({ name: 'their_gauge', help: 'G' }).set(4);
    new Histogram({ name: 'their_seconds', help: 'H', buckets: [1] }).observe(0.5);
    new Summary({ name: 'their_age', help: 'S', percentiles: [0.5] }).observe(2);

    const text = await page(exposition, 'text', ['theirs_total', 'their_gauge', 'their_seconds', 'their_age']);
    const open = await page(exposition, 'openmetrics', ['theirs_total', 'their_seconds']);

    expect(text).toEqual([
      '# HELP theirs_total Theirs',
      '# TYPE theirs_total counter',
      'theirs_total{x="y\\"",team="a"} 2',
      '# HELP their_gauge G',
      '# TYPE their_gauge gauge',
      'their_gauge{team="a"} 4',
      '# HELP their_seconds H',
      '# TYPE their_seconds histogram',
      'their_seconds_bucket{le="1",team="a"} 1',
      'their_seconds_bucket{le="+Inf",team="a"} 1',
      'their_seconds_sum{team="a"} 0.5',
      'their_seconds_count{team="a"} 1',
      '# HELP their_age S',
      '# TYPE their_age summary',
      'their_age{quantile="0.5",team="a"} 2',
      'their_age_sum{team="a"} 2',
      'their_age_count{team="a"} 1',
      '',
    ]);
    expect(open).toEqual([
      '# TYPE theirs counter',
      '# HELP theirs Theirs',
      'theirs_total{x="y\\"",team="a"} 2',
      '# TYPE their_seconds histogram',
      '# HELP their_seconds H',
      'their_seconds_bucket{le="1.0",team="a"} 1',
      'their_seconds_bucket{le="+Inf",team="a"} 1',
      'their_seconds_sum{team="a"} 0.5',
      'their_seconds_count{team="a"} 1',
      '# EOF',
      '',
    ]);
  });

  it('shows user metrics of the application registry, and leaves the default registry out when told', async () => {
    const { exposition, registry } = setUp({ includeDefaultRegistry: false, defaultLabels: { region: 'eu' } });
    new Counter({ name: 'global_total', help: 'Theirs' }).inc();
    new Counter({ name: 'mine_total', help: 'Mine', registers: [registry.prometheus.register] }).inc(2);

    const text = await exposition.text();

    expect(text).toContain('mine_total{region="eu"} 2\n');
    expect(text).not.toContain('global_total');
  });

  it('leaves a metric whose name collides with ours out, with one warning', async () => {
    const { exposition, registry, warnings } = setUp();
    registry
      .define({ ...base, name: 'orders_total', type: 'counter' })
      .cell([])
      .add(1);
    new Counter({ name: 'orders_total', help: 'Theirs' }).inc(5);

    const lines = await page(exposition, 'text', ['orders_total']);
    await exposition.text();

    expect(lines).toEqual(['# HELP orders_total Help', '# TYPE orders_total counter', 'orders_total 1', '']);
    expect(warnings).toEqual([
      "Metric orders_total of prom-client's registry is left out of the scrape: a metric of ours has that name. " +
        'Rename it, or set metrics.prefix.',
    ]);
  });

  it('leaves out what throws, rejects or hangs, counts it, and does not wait for it again', async () => {
    const { exposition, registry, diagnostics } = setUp();
    bad('throwing', () => {
      throw new Error('broken');
    });
    bad('rejecting', () => Promise.reject(new Error('broken')));
    bad('hanging', () => new Promise(() => undefined));
    new Gauge({ name: 'fine', help: 'fine' }).set(1);

    const first = await exposition.text();
    const startedAtMs = performance.now();
    const second = await exposition.text();

    for (const text of [first, second]) {
      expect(text).toContain('\nfine 1\n');
      for (const name of ['throwing', 'rejecting', 'hanging']) expect(text).not.toContain(name);
    }
    expect(performance.now() - startedAtMs).toBeLessThan(config.collectTimeoutMs);
    expect([...diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'metrics', phase: 'collect' }, value: 6 },
    ]);
    expect(registry.find('observability_scrape_errors_total')!.cell([])).toMatchObject({ value: 6 });
  });

  it('leaves out a metric whose answer cannot be written', async () => {
    const { exposition } = setUp();
    register.registerMetric({ name: 'strange', get: async () => ({ name: 'strange', type: 'gauge' }) } as never);
    new Gauge({ name: 'fine', help: 'fine' }).set(1);

    expect(await page(exposition, 'text', ['strange', 'fine'])).toEqual([
      '# HELP fine fine',
      '# TYPE fine gauge',
      'fine 1',
      '',
    ]);
  });

  it('keeps whole lines of a long metric that fails on its way', async () => {
    const { exposition, warnings } = setUp();
    const values = Array.from({ length: 1_000 }, (_, id) => (id < 900 ? { labels: { id }, value: id } : null));
    const get = async () => ({ name: 'broken', help: 'broken', type: 'gauge', values });
    register.registerMetric({ name: 'broken', get } as never);
    new Gauge({ name: 'fine', help: 'fine' }).set(1);

    const lines = await page(exposition, 'text', ['broken', 'fine']);

    expect(lines.slice(-5)).toEqual(['broken{id="511"} 511', '# HELP fine fine', '# TYPE fine gauge', 'fine 1', '']);
    expect(warnings).toEqual([expect.stringContaining('metric broken could not be read')]);
  });

  it('keeps our own family when one of its collectors fails', async () => {
    const { exposition, registry } = setUp();
    const gauge = registry.define({
      ...base,
      name: 'pool_size',
      type: 'gauge',
      labelNames: ['pool'],
    } satisfies MetricDefinition);
    gauge.onCollect(() => {
      throw new Error('broken');
    });
    gauge.onCollect(async () => gauge.cell(['b']).set(2));

    expect(await page(exposition, 'text', ['pool_size'])).toContain('pool_size{pool="b"} 2');
  });
});

describe('A page of several processes', () => {
  it('is shown where there is one, else that of this process', async () => {
    const { exposition, registry } = setUp();
    registry
      .define({ ...base, name: 'up', type: 'gauge' })
      .cell([])
      .set(1);
    const asked: unknown[] = [];
    let shared: string[] | undefined = ['one\n', 'two\n'];
    exposition.share({
      write: (...what) => {
        asked.push(what);
        return (
          shared &&
          (async function* () {
            yield* shared;
          })()
        );
      },
    });

    const all = await exposition.text('openmetrics', ['up']);
    shared = undefined;
    const own = await exposition.text('text', ['up']);
    await exposition.text();

    expect(all).toBe('one\ntwo\n');
    expect(own).toContain('up 1\n');
    expect(asked).toEqual([
      ['openmetrics', ['up']],
      ['text', ['up']],
      ['text', []],
    ]);
  });
});

describe('What the library says about itself', () => {
  it('shows failures, drops, series and scrapes', async () => {
    const { exposition, registry, diagnostics } = setUp();
    diagnostics.failed('tracing', 'end', new Error('x'));
    diagnostics.dropped('traces', 'queue_full', 3);
    const family = registry.define({ ...base, name: 'orders_total', type: 'counter', labelNames: ['shop'] });
    for (const shop of ['a', 'b']) family.cell([shop]);

    await exposition.text();
    const text = await exposition.text();

    expect(text).toContain('observability_handler_failures_total{handler="tracing",phase="end"} 1\n');
    expect(text).toContain('observability_dropped_total{signal="traces",reason="queue_full"} 3\n');
    expect(text).toContain('observability_metric_series{metric="orders_total"} 2\n');
    expect(text).toContain('observability_scrape_duration_seconds_count 1\n');
    expect(text).toContain('observability_scrape_errors_total 0\n');
  });
});
