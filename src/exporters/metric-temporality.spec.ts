import type { Reading, SeriesReading } from './metric-reading.js';
import { Sending, SeriesHistories, type MetricPoint, type Temporality } from './metric-temporality.js';

const START_MS = 1000;

let sending: Sending;

beforeEach(() => void (sending = new Sending()));

describe('cumulative', () => {
  it('counts a series from before it was seen first, and from its new beginning when it was set back', () => {
    const histories = new SeriesHistories('cumulative', START_MS);

    const points = [
      pushOf(histories, 2000, [counter('a', 5)]),
      pushOf(histories, 3000, [counter('a', 7), counter('b', 1)]),
      pushOf(histories, 4000, [counter('a', 2), counter('b', 1)]),
    ];

    expect(points.map(told)).toEqual([
      [[1000, 5]],
      [
        [1000, 7],
        [2000, 1],
      ],
      [
        [3000, 2],
        [2000, 1],
      ],
    ]);
  });

  it('keeps the start of what an unfinished push has not come to', () => {
    const histories = new SeriesHistories('cumulative', START_MS);
    histories.begin(2000);
    pointOf(histories, counter('a', 5), 'cumulative');

    expect(told(pushOf(histories, 3000, [counter('a', 5), counter('b', 9)]))).toEqual([
      [1000, 5],
      [1000, 9],
    ]);
  });

  it('counts what is not ours from the start of the process, and ours from the start of the registry', () => {
    const histories = new SeriesHistories('cumulative', START_MS, 10);
    const ours = { key: CELL, attributes: {}, reading: { value: 1 } };

    expect(told(pushOf(histories, 2000, [counter('theirs', 5), ours]))).toEqual([
      [10, 5],
      [1000, 1],
    ]);
  });

  it('forgets a named series that is gone: one that comes again begins again', () => {
    const histories = new SeriesHistories('cumulative', START_MS);
    pushOf(histories, 2000, [counter('a', 5)]);
    pushOf(histories, 3000, []);

    expect(told(pushOf(histories, 4000, [counter('a', 6)]))).toEqual([[3000, 6]]);
  });
});

describe('delta', () => {
  it('tells what came since the receiver took the series last, so that a push that failed loses nothing', () => {
    const histories = new SeriesHistories('delta', START_MS);
    const points = [
      pushOf(histories, 2000, [counter('a', 5)]),
      pushOf(histories, 3000, [counter('a', 7)], { isTaken: false }),
      pushOf(histories, 4000, [counter('a', 12)]),
      pushOf(histories, 5000, [counter('a', 3)]),
    ];

    expect(points.map(told)).toEqual([[[1000, 5]], [[2000, 2]], [[2000, 7]], [[4000, 3]]]);
  });

  it('tells histograms bucket by bucket', () => {
    const histories = new SeriesHistories('delta', START_MS);
    const histogram = (counts: readonly number[], sum: number): SeriesReading => ({
      key: CELL,
      attributes: {},
      reading: { counts, sum, count: counts[0]! + counts[1]!, bounds: [1], exemplars: [] },
    });
    pushOf(histories, 2000, [histogram([1, 2], 5)], { type: 'histogram' });

    const [point] = pushOf(histories, 3000, [histogram([4, 2], 6.5)], { type: 'histogram' });

    expect(point).toEqual({
      attributes: {},
      startMs: 2000,
      reading: { counts: [3, 0], sum: 1.5, count: 3, bounds: [1], exemplars: [] },
    });
  });
});

it.each([
  ['cumulative', 'counter', false, 'cumulative'],
  ['delta', 'counter', true, 'delta'],
  ['delta', 'histogram', false, 'delta'],
  ['delta', 'summary', false, 'cumulative'],
  ['delta', 'gauge', false, 'cumulative'],
  ['lowmemory', 'counter', false, 'delta'],
  ['lowmemory', 'counter', true, 'cumulative'],
] as const)('%s of a %s, observed %s, is %s', (preference, type, isObserved, expected) => {
  const metric = { name: 'a', help: '', unit: '', type, isObserved, series: [] };

  expect(new SeriesHistories(preference, 0).temporalityOf(metric)).toBe(expected);
});

const CELL = {};

function counter(key: string, value: number): SeriesReading {
  return { key, attributes: {}, reading: { value } };
}

interface Circumstances {
  readonly isTaken?: boolean;
  readonly type?: 'counter' | 'histogram';
}

function pushOf(
  histories: SeriesHistories,
  nowMs: number,
  series: readonly SeriesReading[],
  { isTaken = true, type = 'counter' }: Circumstances = {},
): MetricPoint[] {
  const metric = { name: 'a', help: '', unit: '', type, isObserved: false, series };
  sending = new Sending();
  histories.begin(nowMs);
  const points = series.map((one) => pointOf(histories, one, histories.temporalityOf(metric), type));
  if (isTaken) sending.wasTaken();
  if (isTaken) histories.finish();
  return points;
}

function pointOf(
  histories: SeriesHistories,
  series: SeriesReading,
  temporality: Temporality,
  type: 'counter' | 'histogram' = 'counter',
): MetricPoint {
  return histories.pointOf(series, type, temporality, sending);
}

function told(points: readonly MetricPoint[]): [startMs: number, value: number][] {
  return points.map(({ startMs, reading }) => [startMs, (reading as Reading & { value: number }).value]);
}
