import { Diagnostics, type MetricType } from '../../../kernel/index.js';
import { registryConfig } from '../../../../test/support/registry-config.js';
import { MetricRegistry, type DefineOptions } from '../../metric-registry.js';
import type { QuantileSketch, Quantiles } from '../../quantile-sketch.js';
import { StateReader } from './state-reader.js';

const MINUTES_MS = 60_000;

function setUp(defaultLabels: Record<string, string> = {}) {
  const registry = new MetricRegistry(registryConfig({ maxSeries: 1000, maxLabelValues: 1000 }), new Diagnostics());
  const define = <T extends MetricType>(name: string, type: T, labelNames: string[], options: DefineOptions = {}) =>
    registry.define({ name, type, unit: 'count', help: 'Help', labelNames, family: 'test' }, options);
  return { define, reader: new StateReader('source', defaultLabels) };
}

afterEach(() => jest.useRealTimers());

describe('StateReader', () => {
  it('tells gauges as they are, infinities as text, with default labels they have not themselves', () => {
    const { define, reader } = setUp({ region: 'eu', queue: 'default' });
    const depth = define('depth', 'gauge', ['queue']);
    depth.cell(['a']).set(3);
    depth.cell(['b']).set(-Infinity);

    const told = [...reader.states([depth], 7, 0)];

    const states = {
      kind: 'states',
      source: 'source',
      telling: 7,
      family: {
        name: 'depth',
        type: 'gauge',
        unit: 'count',
        help: 'Help',
        bounds: [],
        aggregate: 'sum',
        labelLimits: [],
      },
      labelNames: ['queue', 'region'],
    };
    expect(told).toEqual([
      { ...states, series: [] },
      {
        ...states,
        series: [
          { labels: ['a', 'eu'], value: 3 },
          { labels: ['b', 'eu'], value: '-Infinity' },
        ],
      },
    ]);
  });

  it('tells of a family without series that it is there, and nothing of what only grows', () => {
    const { define, reader } = setUp();
    const families = [
      define('depth', 'gauge', ['queue']),
      define('calls_total', 'counter', []),
      define('wait', 'histogram', []),
    ];

    const told = [...reader.states(families, 1, 0)];

    expect(told.flatMap(({ family, series }) => [family.name, series.length])).toEqual(['depth', 0]);
  });

  it('tells a summary as the bins of its sketch, of which what is too old is forgotten', () => {
    jest.useFakeTimers({ now: 0 });
    const { define, reader } = setUp();
    const age = define('age', 'summary', []);
    const cell = age.cell([]);
    const tell = () => [...reader.states([age], 1, 0)].flatMap(({ series }) => [...series]);
    cell.observe(1);
    cell.observe(1);

    const { quantiles } = cell as { quantiles: Quantiles };
    const bins = (quantiles as QuantileSketch).bins();
    const told = tell();
    jest.setSystemTime(6 * MINUTES_MS);
    const toldLater = tell();
    jest.setSystemTime(12 * MINUTES_MS);

    expect(bins.map(([, count]) => count)).toEqual([2]);
    expect(told).toStrictEqual([{ labels: [], bins }]);
    expect(toldLater).toEqual(told);
    expect(tell()).toEqual([{ labels: [], bins: [] }]);
  });

  it('tells a summary whose quantiles come from elsewhere as these quantiles', () => {
    const { define, reader } = setUp();
    const lag = define('lag', 'summary', ['loop']);
    let turns = 0;
    lag.cell(['a']).quantiles = {
      quantile: (ratio) => (ratio === 0.99 ? Number.NaN : ratio * 100),
      turn: () => void turns++,
      add: () => undefined,
      reset: () => undefined,
    };

    const told = [...reader.states([lag], 1, 0)].flatMap(({ series }) => [...series]);

    expect(told).toStrictEqual([{ labels: ['a'], quantiles: [50, 90, 95, 'NaN'] }]);
    expect(turns).toBe(1);
  });

  it('tells nothing of series that nobody set for the idle time, and removes them', () => {
    const { define, reader } = setUp();
    const depth = define('depth', 'gauge', ['queue'], { idleTimeoutMs: 1000 });
    const [kept, idle] = [depth.cell(['kept']), depth.cell(['idle'])];
    const labelsAt = (nowMs: number) =>
      [...reader.states([depth], 1, nowMs)].flatMap(({ series }) => series.map(({ labels }) => labels[0]));

    const told = [labelsAt(0), labelsAt(999)];
    kept.set(1);
    told.push(labelsAt(1000));

    expect(told).toEqual([['kept', 'idle'], ['kept', 'idle'], ['kept']]);
    expect([kept.isRemoved, idle.isRemoved]).toEqual([false, true]);
  });

  it('tells many series in pieces, and those of each label set under their own names', () => {
    const { define, reader } = setUp();
    const depth = define('depth', 'gauge', ['queue']);
    for (let id = 0; id < 257; id++) depth.cell([`${id}`]).set(id);
    depth.series(['queue', 'shop']).find(['a', 'b']).set(-1);

    const told = [...reader.states([depth], 1, 0)];

    expect(told.map(({ labelNames, series }) => [labelNames.join(), series.length])).toEqual([
      ['queue', 0],
      ['queue', 256],
      ['queue', 1],
      ['queue,shop', 1],
    ]);
    const values = told.flatMap(({ series }) => series.map(({ value }) => value));
    expect(values).toEqual([...Array.from({ length: 257 }, (_, id) => id), -1]);
  });
});
