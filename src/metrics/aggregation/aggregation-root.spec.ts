import { Counter, Gauge, Histogram, register } from 'prom-client';
import { Diagnostics, type MetricAggregate, type MetricDefinition, type MetricType } from '../../kernel/index.js';
import { Exposition } from '../exposition.js';
import { MetricRegistry } from '../metric-registry.js';
import { AggregationRoot } from './aggregation-root.js';
import { Contributor } from './telling/contributor.js';
import type { Contribution } from './telling/contribution.js';
import { PROTOCOL, type Introduction } from './talking/member.js';
import { Membership } from './talking/membership.js';
import type { ListeningWire } from './talking/peer.js';
import { admit } from './talking/station.js';
import { randomFrom } from '../../../test/support/random.js';
import { registryConfig } from '../../../test/support/registry-config.js';

const KEY = '1';
const config = registryConfig({ durationBuckets: [1], maxSeries: 1000, maxLabelValues: 1000, collectTimeoutMs: 1000 });
const warnings: string[] = [];
const diagnostics = new Diagnostics((message) => warnings.push(message));
const open: Membership[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((membership) => membership.close()));
  warnings.length = 0;
  register.clear();
});

type Details = Partial<Pick<MetricDefinition, 'labelNames' | 'aggregate' | 'buckets'>>;

function newRegistry(changes: Partial<typeof config> = {}) {
  const registry = new MetricRegistry({ ...config, ...changes }, diagnostics);
  const family = <T extends MetricType>(name: string, type: T, details: Details = {}) => {
    const definition = { unit: 'count', help: 'Help', labelNames: [], family: 'test', buckets: [1, 10] } as const;
    return registry.define({ ...definition, ...details, name, type });
  };
  return { registry, exposition: new Exposition(registry), family };
}

type Process = ReturnType<typeof newRegistry>;

function newRoot(changes: Partial<typeof config> = {}): AggregationRoot {
  return new AggregationRoot({ ...config, ...changes, answerTimeoutMs: 2000, diagnostics });
}

/** Two ends between which messages travel as JSON, later. */
function wires(): readonly [ListeningWire, ListeningWire] {
  const listeners: ((message: unknown) => void)[] = [];
  const end = (here: number, there: number): ListeningWire => ({
    send: (message) => {
      const text = JSON.stringify(message);
      setImmediate(() => listeners[there]?.(JSON.parse(text)));
    },
    flushed: () => new Promise((resolve) => setImmediate(resolve)),
    listen: (receive) => {
      listeners[here] = receive;
      return () => delete listeners[here];
    },
  });
  return [end(0, 1), end(1, 0)];
}

/** As a worker joins its primary. */
function join(root: AggregationRoot, { registry, exposition }: Process, name = 'worker 1'): Membership {
  const [workerEnd, primaryEnd] = wires();
  const contributor = new Contributor({ registry, reader: exposition.reader, isThread: false });
  const own = newRoot();
  own.gathering.own = contributor;
  const { unanswered } = contributor;
  const introduction: Introduction = { ...config, protocol: PROTOCOL, id: name, name, threadId: 0, unanswered };
  primaryEnd.listen((message) => {
    const { what, body } = message as { what: string; body: Introduction };
    if (what !== 'introduction') return member.peer.receive(message);
    member = admit(body, primaryEnd, KEY, root);
  });
  let member: ReturnType<typeof admit>;
  const membership = new Membership({
    wire: workerEnd,
    key: KEY,
    introduction,
    contributor,
    root: own,
    handOverIntervalMs: 100_000,
    welcomeTimeoutMs: 500,
    pageTimeoutMs: 1000,
    diagnostics,
  });
  open.push(membership);
  return membership;
}

async function welcomed(...memberships: Membership[]): Promise<void> {
  while (memberships.some(({ isWelcome }) => !isWelcome)) await new Promise((resolve) => setImmediate(resolve));
}

async function read(page: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const chunk of page) whole += chunk;
  return whole;
}

const linesOf = (page: string) => page.split('\n').toSorted();

describe('The page over several processes', () => {
  it.each([1, 2, 3, 4])('is that of one process that had done everything, seed %i', async (seed) => {
    const random = randomFrom(seed);
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
    const defaultLabels: Record<string, string> = seed % 2 === 0 ? { region: 'eu' } : {};
    const [all, ...workers] = [1, 2, 3].map(() => newRegistry({ defaultLabels })) as [Process, Process, Process];
    const root = newRoot();
    await welcomed(...workers.map((worker, index) => join(root, worker, `worker ${index}`)));
    const names = ['calls_total', 'active', 'wait', 'age'];
    const labelNames = ['method', 'tenant'];
    const record = ({ family }: Process, [type, labels, amount]: readonly [string, string[], number]): void => {
      if (type === 'counter') family('calls_total', 'counter', { labelNames }).cell(labels).add(amount);
      if (type === 'gauge') family('active', 'gauge', { labelNames }).cell(labels).add(amount);
      if (type === 'histogram') family('wait', 'histogram', { labelNames }).cell(labels).observe(amount);
      if (type === 'summary') family('age', 'summary', { labelNames }).cell(labels).observe(amount);
    };

    for (let page = 0; page < 5; page++) {
      for (let step = 0; step < 300; step++) {
        const what = [
          pick(['counter', 'gauge', 'histogram', 'summary']),
          [pick(['GET', 'P"']), pick(['a', 'b', 'ü'])],
          pick([1, 2, 64]),
        ];
        record(all, what as never);
        record(pick(workers), what as never);
      }

      for (const format of ['text', 'openmetrics'] as const) {
        const expected = linesOf(await read(all.exposition.writeOwn(format, names)));
        expect(linesOf(await read(root.write(format, names)))).toEqual(expected);
      }
    }
  });

  it('tells the newest exemplar of each bucket', async () => {
    const [one, two] = [newRegistry(), newRegistry()];
    const root = newRoot();
    await welcomed(join(root, one, 'worker 1'), join(root, two, 'worker 2'));
    for (const [worker, trace, epochMs] of [
      [one, 'a', 2000],
      [two, 'b', 1000],
    ] as const) {
      const cell = worker.family('wait', 'histogram').cell([]);
      cell.observeWithExemplar(0.5, trace, 's');
      cell.exemplars![0]!.epochMs = epochMs;
    }

    const page = await read(root.write('openmetrics', ['wait']));

    expect(page).toContain('wait_bucket{le="1.0"} 2 # {trace_id="a",span_id="s"} 0.5 2\n');
  });

  it('combines gauges as they say, infinities too, and keeps none of a process that left', async () => {
    const [one, two] = [newRegistry(), newRegistry()];
    const root = newRoot();
    const staying = join(root, one, 'worker 1');
    const leaving = join(root, two, 'worker 2');
    await welcomed(staying, leaving);
    const aggregates: MetricAggregate[] = ['sum', 'max', 'min', 'average', 'first'];
    for (const [worker, value] of [
      [one, 4],
      [two, 8],
    ] as const) {
      for (const aggregate of aggregates) worker.family(aggregate, 'gauge', { aggregate }).cell([]).set(value);
      worker
        .family('left', 'gauge', { aggregate: 'max' })
        .cell([])
        .set(value === 8 ? Infinity : 0);
    }
    const show = async () => (await read(root.write('text', [...aggregates, 'left']))).match(/^\w+ .*$/gm);

    const both = await show();
    await leaving.close();
    const alone = await show();

    expect(both).toEqual(['sum 12', 'max 8', 'min 4', 'average 6', 'first 4', 'left +Inf']);
    expect(alone).toEqual(['sum 4', 'max 4', 'min 4', 'average 4', 'first 4', 'left 0']);
  });

  it('forgets a gauge that its process removed, and counts on where a counter began anew', async () => {
    const worker = newRegistry();
    const root = newRoot();
    await welcomed(join(root, worker));
    const depth = worker.family('depth', 'gauge', { labelNames: ['queue'] });
    const calls = worker.family('calls_total', 'counter', { labelNames: ['queue'] });
    depth.cell(['a']).set(1);
    calls.cell(['a']).add(5);
    await read(root.write('text', []));

    depth.remove(['a']);
    calls.remove(['a']);
    calls.cell(['b']).add(3);
    calls.cell(['a']).add(2);
    const page = await read(root.write('text', ['depth', 'calls_total']));

    expect(page).toContain('calls_total{queue="a"} 7\n');
    expect(page).toContain('calls_total{queue="b"} 3\n');
    expect(page).not.toContain('depth{');
  });

  it('keeps series apart by default labels in which processes differ', async () => {
    const root = newRoot();
    const workers = ['a', 'b'].map((zone) => newRegistry({ defaultLabels: { zone } as never }));
    await welcomed(...workers.map((worker, index) => join(root, worker, `worker ${index}`)));
    for (const { family } of workers) family('calls_total', 'counter').cell([]).add(1);

    const page = await read(root.write('text', ['calls_total']));

    expect(page.match(/^calls_total.*$/gm)).toEqual(['calls_total{zone="a"} 1', 'calls_total{zone="b"} 1']);
  });

  it('has the limits of one process: further series fold, the total stays exact', async () => {
    const root = newRoot({ maxSeries: 10 });
    const workers = [newRegistry(), newRegistry()];
    await welcomed(...workers.map((worker, index) => join(root, worker, `worker ${index}`)));
    workers.forEach(({ family }, index) => {
      const calls = family('calls_total', 'counter', { labelNames: ['id'] });
      for (let id = 0; id < 20; id++) calls.cell([`${index}-${id}`]).add(1);
    });

    const lines = (await read(root.write('text', ['calls_total']))).match(/^calls_total.*$/gm)!;

    expect(lines.length).toBeLessThanOrEqual(11);
    expect(lines.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0)).toBe(40);
  });

  it('leaves out a metric by which a process means something else, with one warning', async () => {
    const root = newRoot();
    const [one, two] = [newRegistry(), newRegistry()];
    await welcomed(join(root, one, 'worker 1'), join(root, two, 'worker 2'));
    one.family('wait', 'histogram').cell([]).observe(0.5);
    two
      .family('wait', 'histogram', { buckets: [2] })
      .cell([])
      .observe(0.5);

    await read(root.write('text', []));
    const page = await read(root.write('text', ['wait']));

    expect(page).toContain('wait_count 1\n');
    expect(warnings.filter((warning) => warning.includes('Metric wait is left out'))).toHaveLength(1);
  });

  it('shows prom-client’s metrics once, whatever order their labels have', async () => {
    const worker = newRegistry({ includeDefaultRegistry: true });
    const root = newRoot();
    root.gathering.own = new Contributor({ ...worker, reader: worker.exposition.reader, isThread: false });
    await welcomed(join(root, worker));
    new Counter({ name: 'theirs_total', help: 'Theirs', labelNames: ['a', 'b'] }).inc({ b: '2', a: '1' }, 3);
    new Gauge({ name: 'omitted', help: 'Theirs', aggregator: 'omit' }).set(1);

    const page = await read(root.write('text', ['theirs_total', 'omitted']));

    // The same registry told twice.
    expect(page.match(/^(theirs|omitted).*$/gm)).toEqual(['theirs_total{b="2",a="1"} 6']);
  });

  it('adds up prom-client’s totals once, whoever has them told while somebody else does', async () => {
    const root = newRoot();
    const waits = new Histogram({ name: 'waits', help: 'Theirs', buckets: [1] });
    let release!: () => void;
    const collected = new Promise<void>((resolve) => (release = resolve));
    new Gauge({ name: 'slow', help: 'Theirs', collect: () => collected });
    const worker = newRegistry({ includeDefaultRegistry: true, collectTimeoutMs: 10_000 });
    const contributor = new Contributor({ ...worker, reader: worker.exposition.reader, isThread: false });
    waits.observe(1);

    const telling = contributor.tell([], root);
    await new Promise((resolve) => setImmediate(resolve));
    waits.observe(1);
    const handingOver = contributor.handOver(root);
    await new Promise((resolve) => setImmediate(resolve));
    release();
    await Promise.all([telling, handingOver]);

    expect(await read(root.write('text', ['waits']))).toContain('waits_count 2\n');
  });

  it('counts on where a line of prom-client’s was removed and came again', async () => {
    const root = newRoot();
    const worker = newRegistry({ includeDefaultRegistry: true });
    root.gathering.own = new Contributor({ ...worker, reader: worker.exposition.reader, isThread: false });
    const theirs = new Counter({ name: 'theirs_total', help: 'Theirs', labelNames: ['a'] });
    theirs.inc({ a: '1' }, 10);
    await read(root.write('text', []));
    theirs.remove({ a: '1' });
    await read(root.write('text', []));
    theirs.inc({ a: '1' }, 12);

    expect(await read(root.write('text', ['theirs_total']))).toContain('theirs_total{a="1"} 22\n');
  });

  it('shows all others where one of prom-client’s cannot be read, and labels of any type', async () => {
    const root = newRoot();
    const worker = newRegistry({ includeDefaultRegistry: true });
    await welcomed(join(root, worker));
    const broken = {
      name: 'broken',
      help: 'Theirs',
      type: 'gauge',
      get: async () => ({ name: 'broken', values: [null] }),
    };
    register.registerMetric(broken as never);
    new Counter({ name: 'theirs_total', help: 'Theirs', labelNames: ['a'] }).inc({ a: 1n as never }, 3);

    const page = await read(root.write('text', []));

    expect(page).toContain('theirs_total{a="1"} 3\n');
    expect(await read(root.write('text', []))).toContain('observability_scrape_errors_total 1\n');
  });

  it('takes what it can where something else comes under its name', async () => {
    const root = newRoot();
    const worker = newRegistry();
    await welcomed(join(root, worker));
    worker.family('calls_total', 'counter').cell([]).add(3);

    root.takeAll([null, 'text', { kind: 'growth' }, { kind: 'states', family: null }] as unknown as Contribution[]);

    expect(await read(root.write('text', ['calls_total']))).toContain('calls_total 3\n');
  });

  it('does not wait for a process that leaves while it is asked', async () => {
    const root = newRoot();
    const worker = newRegistry({ collectTimeoutMs: 1000 });
    const leaving = join(root, worker);
    await welcomed(leaving);
    worker.family('slow', 'gauge').onCollect(() => new Promise(() => undefined));
    const page = read(root.write('text', ['slow']));
    await new Promise((resolve) => setImmediate(resolve));
    const [member] = root.gathering.members;

    root.gathering.dismiss(member!);

    expect(await page).not.toContain('slow');
    expect(warnings).toEqual([]);
  });
});

describe('A member', () => {
  it('has the page over all made for it, as fast as it reads', async () => {
    const root = newRoot();
    const [one, two] = [newRegistry({ maxSeries: 5000, maxLabelValues: 5000 }), newRegistry()];
    const asking = join(root, two, 'worker 2');
    await welcomed(join(root, one, 'worker 1'), asking);
    const calls = one.family('calls_total', 'counter', { labelNames: ['id'] });
    for (let id = 0; id < 900; id++) calls.cell([`${'x'.repeat(200)}${id}`]).add(1);

    const page = await asking.page('text', ['calls_total']);

    const chunks: string[] = [];
    for await (const chunk of page!) chunks.push(chunk);
    expect(chunks.length).toBeGreaterThan(3);
    expect(chunks.join('').match(/^calls_total\{/gm)).toHaveLength(900);
  });

  it('hands over what it has counted at its end, and nothing twice', async () => {
    const root = newRoot();
    const [one, two] = [newRegistry(), newRegistry()];
    const leaving = join(root, two, 'worker 2');
    await welcomed(join(root, one, 'worker 1'), leaving);
    const calls = two.family('calls_total', 'counter').cell([]);
    calls.add(3);
    await read(root.write('text', []));
    calls.add(4);

    leaving.tellLast();
    leaving.tellLast();
    calls.add(5);
    await leaving.close();

    expect(await read(root.write('text', ['calls_total']))).toContain('calls_total 12\n');
  });

  it('fails a page that does not come in time, rather than show less than before', async () => {
    const root = newRoot();
    const asking = join(root, newRegistry());
    await welcomed(asking);
    jest.spyOn(root, 'write').mockImplementation(async function* () {
      yield 'a beginning\n';
      await new Promise(() => undefined);
    });

    const page = await asking.page('text', []);

    await expect(read(page!)).rejects.toThrow('the metrics of all processes did not come within 1000 ms');
  });

  it('stands alone where nobody answers', async () => {
    const [workerEnd] = wires();
    const worker = newRegistry();
    const contributor = new Contributor({ ...worker, reader: worker.exposition.reader, isThread: false });
    const { unanswered } = contributor;
    const membership = new Membership({
      wire: workerEnd,
      key: KEY,
      introduction: { ...config, protocol: PROTOCOL, id: 'w', name: 'worker 1', threadId: 0, unanswered },
      contributor,
      root: newRoot(),
      handOverIntervalMs: 1000,
      welcomeTimeoutMs: 10,
      pageTimeoutMs: 10,
      diagnostics,
    });
    open.push(membership);

    expect(await membership.page('text', [])).toBeUndefined();
    expect(membership.isWelcome).toBe(false);
  });
});
