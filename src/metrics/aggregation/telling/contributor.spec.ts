import { Counter, Gauge } from 'prom-client';
import { Diagnostics, type MetricDefinition, type MetricType } from '../../../kernel/index.js';
import { registryConfig } from '../../../../test/support/registry-config.js';
import { Exposition } from '../../exposition.js';
import { MetricRegistry } from '../../metric-registry.js';
import type { Contribution } from './contribution.js';
import { Contributor } from './contributor.js';

function setUp({ isThread = false, defaultLabels = {} } = {}) {
  const registry = new MetricRegistry(registryConfig({ defaultLabels }), new Diagnostics(() => undefined));
  const { reader } = new Exposition(registry);
  const contributor = new Contributor({ registry, reader, isThread });
  const define = <T extends MetricType>(name: string, type: T, labelNames: string[] = []) => {
    const definition = {
      unit: 'count',
      help: 'Help',
      family: 'test',
      buckets: [1],
    } satisfies Partial<MetricDefinition>;
    return registry.define({ ...definition, name, type, labelNames });
  };
  const told: Contribution[] = [];
  const sink = { take: (contribution: Contribution) => void told.push(contribution) };
  const names = () => new Set(told.map((each) => ('metric' in each ? each.metric.name : each.family.name)));
  /** By how much a total of ours grew, since this was last asked. */
  const grown = (name: string) =>
    told
      .splice(0)
      .flatMap((each) => (each.kind === 'growth' && each.family.name === name ? [...each.series] : []))
      .map(({ by }) => by[0]);
  return { registry, contributor, define, sink, told, names, grown };
}

describe('Contributor', () => {
  it('tells what is asked for, totals by how much they grew and states as they are', async () => {
    const { contributor, define, sink, told, names, grown } = setUp();
    define('calls_total', 'counter').cell([]).add(3);
    define('depth', 'gauge').cell([]).set(4);
    define('other', 'gauge').cell([]).set(5);

    await contributor.tell(['calls_total', 'depth'], sink);
    const states = told.flatMap((each) => (each.kind === 'states' ? [...each.series] : []));
    const toldNames = names();
    const first = grown('calls_total');
    define('calls_total', 'counter').cell([]).add(2);
    await contributor.tell(['calls_total'], sink);

    expect([...toldNames]).toEqual(['calls_total', 'depth']);
    expect(states).toEqual([{ labels: [], value: 4 }]);
    expect([first, grown('calls_total')]).toEqual([[3], [2]]);
  });

  it('numbers what it tells, under a name of its own', async () => {
    const { contributor, define, sink, told } = setUp();
    define('depth', 'gauge').cell([]).set(4);
    const tellings = () => told.splice(0).flatMap((each) => (each.kind === 'states' ? [each.telling] : []));

    await contributor.tell(['depth'], sink);
    const sources = told.map((each) => 'source' in each && each.source);
    const first = tellings();
    await contributor.tell(['depth'], sink);

    expect(new Set(sources)).toEqual(new Set([contributor.source]));
    expect(setUp().contributor.source).not.toBe(contributor.source);
    expect([...new Set(first), ...new Set(tellings())]).toEqual([1, 2]);
  });

  it.each([
    ['the main thread', false, ['process_cpu_total', 'shop_process_heap', 'process_memory', 'processes', 'my_cpu']],
    ['another thread', true, ['processes', 'my_cpu']],
  ])('tells of the whole process only as %s', async (_what, isThread, expected) => {
    const { contributor, define, registry, sink, told, names } = setUp({ isThread });
    define('process_cpu_total', 'counter');
    define('shop_process_heap', 'gauge');
    define('process_memory', 'gauge');
    define('processes', 'gauge');
    define('my_cpu', 'gauge');
    const registers = [registry.prometheus.register];
    new Counter({ name: 'process_cpu_theirs_total', help: 'Theirs', registers }).inc();
    new Counter({ name: 'theirs_total', help: 'Theirs', registers }).inc();
    const theirs = isThread ? ['theirs_total'] : ['process_cpu_theirs_total', 'theirs_total'];
    const shown = () => {
      const all = [...names()].filter((name) => !name.startsWith('observability_'));
      told.length = 0;
      return all;
    };

    await contributor.tell([], sink);
    expect(shown().toSorted()).toEqual([...expected, ...theirs].toSorted());
    for (const name of ['process_cpu_theirs_total', 'theirs_total']) {
      (registry.prometheus.register.getSingleMetric(name) as Counter).inc();
    }
    await contributor.handOver(sink);

    expect(shown()).toEqual(theirs);
  });

  it('hands over totals alone: of ours, of those that are set when they are read, and plain ones of prom-client', async () => {
    const { contributor, define, registry, sink, told, names } = setUp();
    const registers = [registry.prometheus.register];
    const collected: string[] = [];
    define('calls_total', 'counter').cell([]).add(3);
    const mirrored = define('mirrored_total', 'counter');
    mirrored.onCollect(() => void (mirrored.cell([]).value = 7));
    define('wait', 'histogram').onCollect(() => void collected.push('wait'));
    define('depth', 'gauge').onCollect(() => void collected.push('depth'));
    define('age', 'summary').onCollect(() => void collected.push('age'));
    new Counter({ name: 'theirs_total', help: 'Theirs', registers }).inc(2);
    new Gauge({ name: 'their_depth', help: 'Theirs', registers }).set(2);
    new Counter({ name: 'asked_total', help: 'Theirs', registers, collect: () => void collected.push('asked') });

    await contributor.handOver(sink);

    expect(collected).toEqual(['wait']);
    expect([...names()].filter((name) => !name.startsWith('observability_')).toSorted()).toEqual(
      ['age', 'calls_total', 'mirrored_total', 'theirs_total', 'wait'].toSorted(),
    );
    const series = (name: string) =>
      told.flatMap((each) => (each.kind === 'growth' && each.family.name === name ? each.series : []));
    expect(series('mirrored_total')).toEqual([{ labels: [], by: [7] }]);
    expect(told.filter(({ kind }) => kind.startsWith('foreign'))).toEqual([
      {
        kind: 'foreign-growth',
        metric: { name: 'theirs_total', help: 'Theirs', type: 'counter', aggregate: 'sum' },
        lines: [{ labels: {}, by: 2 }],
      },
    ]);
  });

  it('tells last at once what grew, and nothing twice', () => {
    const { contributor, define, sink, grown } = setUp();
    const calls = define('calls_total', 'counter').cell([]);
    calls.add(3);

    contributor.tellLast(sink);
    const first = grown('calls_total');
    contributor.tellLast(sink);
    const second = grown('calls_total');
    calls.add(1);
    contributor.tellLast(sink);

    expect([first, second, grown('calls_total')]).toEqual([[3], [], [1]]);
  });

  it('tells again after a telling that failed', async () => {
    const { contributor, define, sink, grown } = setUp();
    define('calls_total', 'counter').cell([]).add(3);
    const broken = {
      take: () => {
        throw new Error('gone');
      },
    };

    await expect(contributor.tell(['calls_total'], broken)).rejects.toThrow('gone');
    await contributor.tell(['calls_total'], sink);

    expect(grown('calls_total')).toEqual([3]);
  });

  it('says how it is counted that it did not answer: one more failed scrape', () => {
    const { contributor } = setUp({ defaultLabels: { zone: 'a' } });

    expect(contributor.unanswered).toMatchObject({
      kind: 'growth',
      family: { name: 'observability_scrape_errors_total', type: 'counter' },
      labelNames: ['zone'],
      series: [{ labels: ['a'], by: [1] }],
    });
  });
});
