import { Diagnostics } from '../../../kernel/index.js';
import { IsolatedReader } from '../../isolated-reader.js';
import type { ForeignReading, ForeignValue } from '../../prometheus-registry.js';
import type { PrometheusLabels } from '../../prometheus-values.js';
import type { ForeignLine } from './contribution.js';
import { ForeignReader, keyOfLine } from './foreign-reader.js';

const CALLS = { name: 'calls_total', help: 'Calls', type: 'counter' } as const;
const CALLS_HEAD = { ...CALLS, aggregate: 'sum' } as const;

function setUp() {
  const failed: string[] = [];
  const diagnostics = new Diagnostics((message) => failed.push(message));
  const reader = new ForeignReader('source', new IsolatedReader(100, diagnostics, () => undefined));
  let telling = 0;
  const tell = (readings: readonly ForeignReading[], defaultLabels: PrometheusLabels = {}) => [
    ...reader.contributions(
      readings.map((reading) => ({ reading, defaultLabels })),
      ++telling,
    ),
  ];
  /** Only what grew. */
  const growthOf = (values: readonly ForeignValue[]) =>
    tell([{ ...CALLS, values }]).flatMap((told) => (told.kind === 'foreign-growth' ? told.lines : []));
  return { tell, growthOf, failed };
}

/** Lines that grew, and lines told as they are, of one metric. */
function linesOf(told: ReturnType<ReturnType<typeof setUp>['tell']>) {
  const kinds = ['foreign-growth', 'foreign-states'] as const;
  return kinds.map((kind) => told.filter((each) => each.kind === kind).flatMap(({ lines }) => [...lines]));
}

describe('ForeignReader', () => {
  it('tells a metric with its head, and that it is there before its lines', () => {
    const { tell } = setUp();

    const told = tell([{ ...CALLS, values: [{ labels: { a: '1' }, value: 3 }] }]);

    const states = { kind: 'foreign-states', source: 'source', telling: 1, metric: CALLS_HEAD, lines: [] };
    expect(told).toStrictEqual([
      states,
      { kind: 'foreign-growth', metric: CALLS_HEAD, lines: [{ labels: { a: '1' }, by: 3 }] },
      states,
    ]);
  });

  it('tells of a metric without lines that it is there', () => {
    const { tell } = setUp();

    expect(tell([{ ...CALLS, aggregator: 'omit' }])).toEqual([
      { kind: 'foreign-states', source: 'source', telling: 1, metric: { ...CALLS, aggregate: 'omit' }, lines: [] },
    ]);
  });

  it('tells by how much a line grew since it was told, once when it is new even of 0', () => {
    const { growthOf } = setUp();
    const steps = [0, 0, 5, 12, 12, 4, 6];

    const told = steps.map((value) => growthOf([{ labels: {}, value }]).map(({ by }) => by));

    // What is smaller than it was has begun anew.
    expect(told).toEqual([[0], [], [5], [7], [], [4], [2]]);
  });

  it('tells a line from the beginning that was removed meanwhile, and others on', () => {
    const { growthOf } = setUp();
    const [a, b] = [{ labels: { a: '1' } }, { labels: { a: '2' } }];
    growthOf([
      { ...a, value: 10 },
      { ...b, value: 20 },
    ]);
    growthOf([{ ...b, value: 21 }]);

    const told = growthOf([
      { ...a, value: 12 },
      { ...b, value: 22 },
    ]);

    expect(told).toEqual([
      { ...a, by: 12 },
      { ...b, by: 1 },
    ]);
  });

  it('tells gauges as they are, infinities as text', () => {
    const { tell } = setUp();
    const values = [1, Infinity, -Infinity, Number.NaN].map((value, a) => ({ labels: { a }, value }));

    const [growth, states] = linesOf(tell([{ name: 'depth', help: 'Depth', type: 'gauge', values }]));

    expect(growth).toEqual([]);
    expect(states!.map((line) => 'value' in line && line.value)).toEqual([1, 'Infinity', '-Infinity', 'NaN']);
  });

  it.each([
    ['summary', ['age', undefined], ['age_sum', 'age_count']],
    ['histogram', [], ['age_bucket', 'age_sum', 'age_count']],
  ] as const)('knows what grows of a %s', (type, asTheyAre, growing) => {
    const { tell } = setUp();
    const values = [...asTheyAre, ...growing].map((metricName, a) => ({
      labels: { a },
      value: 1,
      ...(metricName !== undefined && { metricName }),
    }));

    const [growth, states] = linesOf(tell([{ name: 'age', help: 'Age', type, values }]));

    const first = asTheyAre.length;
    // A line has a name only where it differs from the metric's.
    expect(states).toStrictEqual(asTheyAre.map((_name, a) => ({ labels: { a }, value: 1 })));
    expect(growth).toStrictEqual(
      growing.map((sampleName, index) => ({ sampleName, labels: { a: first + index }, by: 1 })),
    );
  });

  it('takes lines of one labels under two names for two', () => {
    const { tell } = setUp();
    const waits = { name: 'waits', help: 'Waits', type: 'histogram' } as const;
    const values = (sum: number, count: number) => [
      { labels: {}, metricName: 'waits_sum', value: sum },
      { labels: {}, metricName: 'waits_count', value: count },
    ];
    tell([{ ...waits, values: values(1.5, 2) }]);

    const [growth] = linesOf(tell([{ ...waits, values: values(1.5, 3) }]));

    expect(growth).toEqual([{ sampleName: 'waits_count', labels: {}, by: 1 }]);
  });

  it('adds default labels that a line has not, and shows labels of any type as text', () => {
    const { growthOf, tell } = setUp();
    const labels = { own: 'x', number: 1, big: 1n, no: undefined } as never;
    const values = [{ labels, value: 1 }];

    const [growth] = linesOf(tell([{ ...CALLS, values }], { own: 'default', region: 'eu' }));

    expect(growth).toEqual([{ labels: { own: 'x', number: 1, big: '1', no: 'undefined', region: 'eu' }, by: 1 }]);
    expect(growthOf(values)).toEqual([{ labels: { own: 'x', number: 1, big: '1', no: 'undefined' }, by: 1 }]);
  });

  it('tells exemplars of what grew, whose labels are texts too', () => {
    const { growthOf } = setUp();
    const exemplar = { labelSet: { trace_id: 'a', sampled: true as never, n: 2 }, value: 0.5, timestamp: 7 };

    const told = growthOf([
      { labels: { a: '1' }, value: 1, exemplar },
      { labels: { a: '2' }, value: 1, exemplar: null },
    ]);

    expect(told).toStrictEqual([
      {
        labels: { a: '1' },
        by: 1,
        exemplar: { labelSet: { trace_id: 'a', sampled: 'true', n: 2 }, value: 0.5, timestamp: 7 },
      },
      { labels: { a: '2' }, by: 1 },
    ]);
  });

  it('tells many lines in pieces, each line once', () => {
    const { tell } = setUp();
    const values = Array.from({ length: 1025 }, (_, id) => ({ labels: { id }, value: id }));

    const told = tell([{ ...CALLS, values }]);

    const pieces = told.filter(({ kind }) => kind === 'foreign-growth');
    expect(pieces.map(({ lines }) => lines.length)).toEqual([512, 512, 1]);
    expect(linesOf(told)[0]).toEqual(values.map(({ labels, value }) => ({ labels, by: value })));
  });

  it('tells the first of metrics with one name, and all others where one cannot be read', () => {
    const { tell, failed } = setUp();
    const value = { labels: {}, value: 1 };

    const told = tell([
      { ...CALLS, name: 'broken_total', values: [null as never] },
      { ...CALLS, values: [value] },
      { ...CALLS, help: 'Another', values: [{ labels: {}, value: 5 }] },
    ]);

    expect(linesOf(told)[0]).toEqual([{ labels: {}, by: 1 }]);
    expect(failed).toEqual([expect.stringContaining('metric broken_total could not be read')]);
  });

  it('remembers each metric for itself', () => {
    const { tell } = setUp();
    const readings = (first: number, second: number) =>
      [first, second].map((value, index) => ({ ...CALLS, name: `calls_${index}`, values: [{ labels: {}, value }] }));
    tell(readings(1, 2));

    const [growth] = linesOf(tell(readings(4, 4)));

    expect(growth).toEqual([
      { labels: {}, by: 3 },
      { labels: {}, by: 2 },
    ]);
  });
});

describe('The key of a line', () => {
  it('is the same for the same labels in another order, and for nothing else', () => {
    const lines: ForeignLine[] = [
      { labels: { a: '1', b: '2' } },
      { labels: { a: '1', b: '3' } },
      { labels: { a: '1' } },
      { labels: { a: '1","b","2' } },
      { labels: {} },
      { sampleName: 'x', labels: {} },
      { sampleName: 'x_sum', labels: { a: '1', b: '2' } },
    ];

    expect(keyOfLine({ labels: { b: '2', a: '1' } })).toBe(keyOfLine(lines[0]!));
    expect(keyOfLine({ sampleName: '', labels: {} })).toBe(keyOfLine({ labels: {} }));
    expect(new Set(lines.map(keyOfLine)).size).toBe(lines.length);
  });
});
