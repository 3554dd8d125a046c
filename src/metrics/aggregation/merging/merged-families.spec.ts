import { Diagnostics } from '../../../kernel/index.js';
import type { Exemplar, GaugeCell, HistogramCell, SummaryCell } from '../../cells.js';
import type { FamilyHead, SeriesState, States } from '../telling/contribution.js';
import { MergedFamilies } from './merged-families.js';

const head = (changes: Partial<FamilyHead> & Pick<FamilyHead, 'name' | 'type'>): FamilyHead => ({
  unit: 'count',
  help: 'Help',
  bounds: [],
  aggregate: 'sum',
  labelLimits: [],
  ...changes,
});

const CALLS = head({ name: 'calls_total', type: 'counter' });
const DEPTH = head({ name: 'depth', type: 'gauge' });
const WAIT = head({ name: 'wait', type: 'histogram', bounds: [1, 10] });
const AGE = head({ name: 'age', type: 'summary' });

function setUp() {
  const warnings: string[] = [];
  const diagnostics = new Diagnostics((message) => warnings.push(message));
  const merged = new MergedFamilies({ maxSeries: 100, maxLabelValues: 100 }, diagnostics);
  const show = (...states: States[]) => {
    const byName = new Map<string, States[]>();
    for (const each of states) byName.set(each.family.name, [...(byName.get(each.family.name) ?? []), each]);
    return [...merged.show(byName)].length;
  };
  const cellsOf = (name: string) => [
    ...(merged
      .all()
      .find(({ fullName }) => fullName === name)
      ?.cells() ?? []),
  ];
  const gauges = (name = 'depth') =>
    cellsOf(name).map((cell) => [...cell.labelValues, (cell as GaugeCell).value] as const);
  return { merged, show, cellsOf, gauges, warnings };
}

const statesOf = (family: FamilyHead, series: readonly SeriesState[], labelNames = ['queue']): States => ({
  kind: 'states',
  source: 'a',
  telling: 1,
  family,
  labelNames,
  series,
});

describe('MergedFamilies', () => {
  it('makes a family of what is told first, with what it says about itself', () => {
    const { merged } = setUp();
    const family = { ...DEPTH, unit: 'bytes', aggregate: 'max', labelLimits: [['queue', 3]] } as const;

    merged.take({ kind: 'growth', family, labelNames: ['queue'], series: [] });

    expect(merged.all()).toEqual([
      expect.objectContaining({
        fullName: 'depth',
        type: 'gauge',
        aggregator: 'max',
        labelNames: ['queue'],
        bounds: [],
      }),
    ]);
    expect(merged.all()[0]!.definition).toMatchObject({ unit: 'bytes', help: 'Help', family: 'aggregated' });
    expect(merged.all()[0]!.site).toBe('another process');
    expect([...merged.all()[0]!.labelLimits]).toEqual([['queue', 3]]);
  });

  it('adds up totals for ever, each series for itself', () => {
    const { merged, cellsOf } = setUp();
    const take = (series: readonly (readonly [string, number])[]) =>
      merged.take({
        kind: 'growth',
        family: CALLS,
        labelNames: ['queue'],
        series: series.map(([label, by]) => ({ labels: [label], by: [by] })),
      });

    take([
      ['a', 3],
      ['b', 1],
    ]);
    take([['a', 4]]);

    expect(cellsOf('calls_total')).toMatchObject([
      { labelValues: ['a'], value: 7 },
      { labelValues: ['b'], value: 1 },
    ]);
  });

  it('keeps the newest exemplar of each bucket, and of two of one time the one that came last', () => {
    const { merged, cellsOf } = setUp();
    const exemplar = (traceId: string, epochMs: number): Exemplar => ({ traceId, spanId: 's', value: 1, epochMs });
    const take = (exemplars: readonly (Exemplar | null)[]) =>
      merged.take({ kind: 'growth', family: WAIT, labelNames: [], series: [{ labels: [], by: [0, 0], exemplars }] });

    take([exemplar('a', 20), exemplar('b', 20), null]);
    take([exemplar('c', 10), exemplar('d', 20), exemplar('e', 5)]);
    take([null, null, null]);

    const [cell] = cellsOf('wait') as HistogramCell[];
    expect(cell!.exemplars!.map((kept) => kept!.traceId)).toEqual(['a', 'd', 'e']);
  });

  it('combines the gauges of all processes, series by series and infinities too', () => {
    const { show, gauges } = setUp();
    const family = { ...DEPTH, aggregate: 'max' } as const;

    show(
      statesOf(family, [
        { labels: ['a'], value: 1 },
        { labels: ['b'], value: 5 },
      ]),
      statesOf(family, [
        { labels: ['a'], value: 'Infinity' },
        { labels: ['b'], value: 4 },
      ]),
    );

    expect(gauges()).toEqual([
      ['a', Infinity],
      ['b', 5],
    ]);
  });

  it('shows none of the gauges of before, and counts each telling anew', () => {
    const { show, cellsOf, gauges } = setUp();
    show(
      statesOf(DEPTH, [
        { labels: ['a'], value: 1 },
        { labels: ['b'], value: 5 },
      ]),
    );
    const [, gone] = cellsOf('depth');

    show(statesOf(DEPTH, [{ labels: ['a'], value: 2 }]), statesOf(DEPTH, [{ labels: ['a'], value: 3 }]));
    const shown = gauges();
    show();

    expect(shown).toEqual([['a', 5]]);
    expect(gone!.isRemoved).toBe(true);
    expect(gauges()).toEqual([]);
  });

  it('changes no gauge before all have been looked at', () => {
    const { merged, show, gauges } = setUp();
    show(statesOf(DEPTH, [{ labels: ['a'], value: 1 }]));
    const next = [2, 3].map((value) => statesOf(DEPTH, [{ labels: ['a'], value }]));

    const shown: unknown[] = [];
    const steps = merged.show(new Map([['depth', next]]))[Symbol.iterator]();
    while (steps.next().done !== true) shown.push(gauges());

    expect(shown).toEqual([[['a', 1]], [['a', 1]]]);
    expect(gauges()).toEqual([['a', 5]]);
  });

  it('merges the sketches of a summary, series by series, and forgets those of before', () => {
    const { show, cellsOf } = setUp();
    const medians = () =>
      cellsOf('age').map((cell) => [...cell.labelValues, (cell as SummaryCell).quantiles.quantile(0.5)]);

    show(
      statesOf(AGE, [
        { labels: ['a'], quantiles: [1, 1, 1, 1] },
        { labels: ['b'], quantiles: [7, 7, 7, 7] },
      ]),
      statesOf(AGE, [{ labels: ['a'], quantiles: [3, 3, 3, 3] }]),
      statesOf(AGE, [{ labels: ['a'], quantiles: [2, 2, 2, 2] }]),
    );
    const before = medians();
    show(statesOf(AGE, [{ labels: ['a'], quantiles: [1, 1, 1, 1] }]));

    expect(before).toEqual([
      ['a', 3],
      ['b', 7],
    ]);
    expect(medians()).toEqual([
      ['a', 1],
      ['b', Number.NaN],
    ]);
  });

  it('lets others run after each piece', () => {
    const { show } = setUp();

    expect(show(statesOf(DEPTH, []), statesOf(DEPTH, []), statesOf(AGE, []))).toBe(3);
  });

  it('leaves out states of another type under a name, of which one warning tells', () => {
    const { merged, show, cellsOf, warnings } = setUp();
    merged.take({ kind: 'growth', family: { ...CALLS, name: 'depth' }, labelNames: [], series: [] });

    show(statesOf(DEPTH, [{ labels: [], value: 4 }], []));
    show(statesOf(DEPTH, [{ labels: [], value: 4 }], []));

    expect(cellsOf('depth')).toMatchObject([{ value: 0 }]);
    expect(warnings).toEqual([
      'Metric depth is left out where it is a gauge with other buckets than in the process that told it first. ' +
        'Rename one of them, or run one version everywhere.',
    ]);
  });

  it('shows gauges without what another process tells of a summary of their name', () => {
    const { show, gauges } = setUp();

    show(
      statesOf(DEPTH, [{ labels: ['a'], value: 4 }]),
      statesOf({ ...AGE, name: 'depth' }, [{ labels: ['a'], quantiles: [1, 1, 1, 1] }]),
    );

    expect(gauges()).toEqual([['a', 4]]);
  });

  it('warns of each metric that is left out', () => {
    const { merged, warnings } = setUp();
    for (const name of ['wait', 'delay']) {
      for (const bounds of [[1], [2]]) {
        merged.take({ kind: 'growth', family: { ...WAIT, name, bounds }, labelNames: [], series: [] });
      }
    }

    expect(warnings.map((warning) => warning.split(' ', 2)[1])).toEqual(['wait', 'delay']);
  });

  it('takes no total of a gauge, which has none', () => {
    const { merged, gauges } = setUp();

    merged.take({ kind: 'growth', family: DEPTH, labelNames: ['queue'], series: [{ labels: ['a'], by: [3] }] });

    expect(gauges()).toEqual([['a', 0]]);
  });

  it.each([
    ['another type', { ...WAIT, type: 'counter', bounds: [] }],
    ['other buckets', { ...WAIT, bounds: [1] }],
  ] as const)('leaves out growth of %s', (_what, family) => {
    const { merged, cellsOf, warnings } = setUp();
    const series = [{ labels: [], by: [1, 5, 0, 1, 0] }];
    merged.take({ kind: 'growth', family: WAIT, labelNames: [], series });

    merged.take({ kind: 'growth', family, labelNames: [], series });

    expect(cellsOf('wait')).toMatchObject([{ count: 1, sum: 5, counts: [0, 1, 0] }]);
    expect(warnings).toHaveLength(1);
  });
});
