import { Diagnostics } from '../../../kernel/index.js';
import type { ForeignHead, ForeignStates } from '../telling/contribution.js';
import { MergedForeign } from './merged-foreign.js';

const CALLS: ForeignHead = { name: 'calls_total', help: 'Calls', type: 'counter', aggregate: 'sum' };
const WAITS: ForeignHead = { name: 'waits', help: 'Waits', type: 'histogram', aggregate: 'sum' };
const DEPTH: ForeignHead = { name: 'depth', help: 'Depth', type: 'gauge', aggregate: 'sum' };
const AGE: ForeignHead = { name: 'age', help: 'Age', type: 'summary', aggregate: 'sum' };

function setUp() {
  const warnings: string[] = [];
  return { merged: new MergedForeign(new Diagnostics((message) => warnings.push(message))), warnings };
}

type Lines = ForeignStates['lines'];

/** What each of these processes tells of one metric. */
function statesOf(metric: ForeignHead, processes: Readonly<Record<string, Lines>>): Map<string, ForeignStates[]> {
  const states = Object.entries(processes).map(([source, lines]): ForeignStates => ({
    kind: 'foreign-states',
    source,
    telling: 1,
    metric,
    lines,
  }));
  return new Map([[metric.name, states]]);
}

function show(merged: MergedForeign, states: ReadonlyMap<string, readonly ForeignStates[]>): number {
  return [...merged.show(states)].length;
}

const valuesOf = (merged: MergedForeign) => merged.all().map(({ reading }) => reading.values);

describe('MergedForeign', () => {
  it('adds up what lines grew by, whatever order their labels have', () => {
    const { merged } = setUp();

    merged.take({ kind: 'foreign-growth', metric: CALLS, lines: [{ labels: { a: '1', b: '2' }, by: 3 }] });
    merged.take({
      kind: 'foreign-growth',
      metric: { ...CALLS, help: 'Other words' },
      lines: [
        { labels: { b: '2', a: '1' }, by: 4 },
        { labels: { a: '1' }, by: 1 },
      ],
    });

    expect(merged.all()).toEqual([
      {
        reading: {
          name: 'calls_total',
          help: 'Calls',
          type: 'counter',
          values: [
            { labels: { a: '1', b: '2' }, value: 7 },
            { labels: { a: '1' }, value: 1 },
          ],
        },
        defaultLabels: {},
      },
    ]);
  });

  it('keeps lines of other names apart, and the exemplar that came last', () => {
    const { merged } = setUp();
    const exemplar = (id: string) => ({ labelSet: { trace_id: id }, value: 1, timestamp: 2 });
    const bucket = { sampleName: 'waits_bucket', labels: { le: 1 } };

    for (const line of [
      { ...bucket, by: 1, exemplar: exemplar('a') },
      { ...bucket, by: 1, exemplar: exemplar('b') },
      { ...bucket, by: 1 },
      { sampleName: 'waits_count', labels: { le: 1 }, by: 5 },
    ]) {
      merged.take({ kind: 'foreign-growth', metric: WAITS, lines: [line] });
    }

    expect(valuesOf(merged)).toEqual([
      [
        { metricName: 'waits_bucket', labels: { le: 1 }, value: 3, exemplar: exemplar('b') },
        { metricName: 'waits_count', labels: { le: 1 }, value: 5 },
      ],
    ]);
  });

  it('tells its totals so that another one that takes them shows the same', () => {
    const [{ merged: first }, { merged: second }] = [setUp(), setUp()];
    const exemplar = { labelSet: { trace_id: 'a' }, value: 0.5, timestamp: 2 };
    first.take({ kind: 'foreign-growth', metric: CALLS, lines: [{ labels: { a: '1' }, by: 3 }] });
    first.take({
      kind: 'foreign-growth',
      metric: WAITS,
      lines: [
        { sampleName: 'waits_bucket', labels: { le: 1 }, by: 2, exemplar },
        { sampleName: 'waits_sum', labels: {}, by: 1.5 },
      ],
    });

    const totals = [...first.totals()];
    for (const growth of totals) second.take(growth);

    expect(totals).toStrictEqual([
      { kind: 'foreign-growth', metric: CALLS, lines: [{ labels: { a: '1' }, by: 3 }] },
      {
        kind: 'foreign-growth',
        metric: WAITS,
        lines: [
          { sampleName: 'waits_bucket', labels: { le: 1 }, by: 2, exemplar },
          { sampleName: 'waits_sum', labels: {}, by: 1.5 },
        ],
      },
    ]);
    expect(second.all()).toEqual(first.all());
  });

  it.each([
    ['sum', [12, 1]],
    ['max', [8, 1]],
    ['min', [4, 1]],
    ['average', [6, 1]],
    ['first', [4, 1]],
  ] as const)('combines the gauges of all processes line by line, as %s', (aggregate, [both, alone]) => {
    const { merged } = setUp();

    show(
      merged,
      statesOf(
        { ...DEPTH, aggregate },
        {
          one: [{ labels: { a: '1', b: '2' }, value: 4 }],
          two: [
            { labels: { b: '2', a: '1' }, value: 8 },
            { labels: { a: '2' }, value: 1 },
          ],
        },
      ),
    );

    expect(valuesOf(merged)).toEqual([
      [
        { labels: { b: '2', a: '1' }, value: both },
        { labels: { a: '2' }, value: alone },
      ],
    ]);
  });

  it('takes numbers that travelled as text', () => {
    const { merged } = setUp();

    show(merged, statesOf(DEPTH, { one: [{ labels: {}, value: 'Infinity' }], two: [{ labels: {}, value: 1 }] }));

    expect(valuesOf(merged)).toEqual([[{ labels: {}, value: Infinity }]]);
  });

  it('shows the largest quantile of a summary, before its totals', () => {
    const { merged } = setUp();
    merged.take({ kind: 'foreign-growth', metric: AGE, lines: [{ sampleName: 'age_count', labels: {}, by: 2 }] });

    show(
      merged,
      statesOf(AGE, {
        one: [{ labels: { quantile: 0.5 }, value: 4 }],
        two: [{ labels: { quantile: 0.5 }, value: 8 }],
        three: [{ labels: { quantile: 0.5 }, value: 'NaN' }],
      }),
    );

    expect(valuesOf(merged)).toEqual([
      [
        { labels: { quantile: 0.5 }, value: 8 },
        { metricName: 'age_count', labels: {}, value: 2 },
      ],
    ]);
  });

  it('shows what means nothing over several processes while one alone tells it, in however many pieces', () => {
    const { merged } = setUp();
    const omitted = { ...DEPTH, aggregate: 'omit' } as const;
    const states = statesOf(omitted, { one: [{ sampleName: 'depth_now', labels: { a: '1' }, value: 'Infinity' }] });
    const [first] = states.get('depth')!;
    states.get('depth')!.push({ ...first!, lines: [{ labels: { a: '2' }, value: 3 }] });

    show(merged, states);
    const alone = valuesOf(merged);
    show(merged, statesOf(omitted, { one: [{ labels: {}, value: 1 }], two: [{ labels: {}, value: 1 }] }));

    expect(alone).toEqual([
      [
        { metricName: 'depth_now', labels: { a: '1' }, value: Infinity },
        { labels: { a: '2' }, value: 3 },
      ],
    ]);
    expect(valuesOf(merged)).toEqual([[]]);
  });

  it('shows none of the states of before, and totals for ever, one metric at a step', () => {
    const { merged } = setUp();
    merged.take({ kind: 'foreign-growth', metric: CALLS, lines: [{ labels: {}, by: 3 }] });
    show(merged, statesOf(DEPTH, { one: [{ labels: {}, value: 4 }] }));
    const before = valuesOf(merged);

    const steps = show(merged, new Map());

    expect(before).toEqual([[{ labels: {}, value: 3 }], [{ labels: {}, value: 4 }]]);
    expect(valuesOf(merged)).toEqual([[{ labels: {}, value: 3 }], []]);
    expect(steps).toBe(2);
  });

  it('has at most 100 000 lines of one metric, and warns once of more', () => {
    const { merged, warnings } = setUp();
    const lines = Array.from({ length: 100_001 }, (_, id) => ({ labels: { id }, by: 1 }));

    merged.take({ kind: 'foreign-growth', metric: CALLS, lines });
    merged.take({ kind: 'foreign-growth', metric: WAITS, lines: lines.slice(0, 1) });
    for (let round = 0; round < 2; round++) {
      merged.take({ kind: 'foreign-growth', metric: CALLS, lines: [lines[0]!, lines[100_000]!] });
    }

    const [calls, waits] = valuesOf(merged);
    expect([calls!.length, waits!.length]).toEqual([100_000, 1]);
    expect(calls![0]).toEqual({ labels: { id: 0 }, value: 3 });
    expect(warnings).toEqual([
      'Metric calls_total of prom-client has more than 100000 lines over all processes; new ones are left out. ' +
        'Give its labels fewer values.',
    ]);
  });
});
