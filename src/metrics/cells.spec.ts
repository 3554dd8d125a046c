import { CounterCell, GaugeCell, HistogramCell, SummaryCell } from './cells.js';

function refusals() {
  const refused: unknown[] = [];
  const table = { labelNames: [], labelValues: () => [], refuse: (value: unknown) => void refused.push(value) };
  return { refused, table };
}

describe('cells', () => {
  it('refuses what a counter cannot add, and keeps the sum', () => {
    const { refused, table } = refusals();
    const cell = new CounterCell(table, 0);

    cell.increment();
    cell.add(2.5);
    for (const bad of [Number.NaN, -1, Infinity, '5', undefined, null, 1n, {}]) cell.add(bad as number);

    expect(cell.value).toBe(3.5);
    expect(refused).toEqual([Number.NaN, -1, Infinity, '5', undefined, null, 1n, {}]);
  });

  it('refuses NaN and other types in gauges, but takes infinities', () => {
    const { refused, table } = refusals();
    const cell = new GaugeCell(table, 0);

    cell.set(Infinity);
    for (const bad of [Number.NaN, '5', undefined]) cell.set(bad as number);
    expect(cell.value).toBe(Infinity);
    cell.set(4);
    cell.add(-6);
    cell.add(Number.NaN);

    expect(cell.value).toBe(-2);
    expect(refused).toEqual([Number.NaN, '5', undefined, Number.NaN]);
  });

  it('puts observations into buckets whose bounds are inclusive', () => {
    const { refused, table } = refusals();
    const cell = new HistogramCell(table, 0, [1, 5]);

    for (const value of [0, 1, 1.1, 5, 6, -3]) cell.observe(value);
    for (const bad of [Number.NaN, Infinity, '1']) cell.observe(bad as number);

    expect(cell.counts).toEqual([3, 2, 1]);
    expect([cell.count, cell.sum]).toEqual([6, 10.1]);
    expect(refused).toEqual([Number.NaN, Infinity, '1']);
  });

  it('keeps the last exemplar of each bucket', () => {
    const cell = new HistogramCell(refusals().table, 0, [1, 5]);

    cell.observeWithExemplar(0.5, 'trace-1', 'span-1');
    cell.observeWithExemplar(0.7, 'trace-2', 'span-2');
    cell.observeWithExemplar(9, 'trace-3', 'span-3');
    cell.observeWithExemplar(Number.NaN, 'trace-4', 'span-4');

    const epochMs = expect.any(Number);
    expect(cell.exemplars).toEqual([
      { traceId: 'trace-2', spanId: 'span-2', value: 0.7, epochMs },
      undefined,
      { traceId: 'trace-3', spanId: 'span-3', value: 9, epochMs },
    ]);
  });

  it('begins anew on reset', () => {
    const histogram = new HistogramCell(refusals().table, 0, [1]);
    const summary = new SummaryCell(refusals().table, 0);
    histogram.observeWithExemplar(1, 't', 's');
    summary.observe(1);

    histogram.reset();
    summary.reset();

    expect([histogram.count, histogram.sum, histogram.counts, histogram.exemplars]).toEqual([0, 0, [0, 0], undefined]);
    expect([summary.count, summary.sum, summary.quantiles.quantile(0.5)]).toEqual([0, 0, Number.NaN]);
  });

  it('takes a value in the way of its type, and begins anew from there', () => {
    const { table } = refusals();
    const counter = new CounterCell(table, 0);
    const gauge = new GaugeCell(table, 0);
    const histogram = new HistogramCell(table, 0, [1]);
    const summary = new SummaryCell(table, 0);
    const cells = [counter, gauge, histogram, summary];
    const shown = () => [counter.value, gauge.value, histogram.sum, histogram.count, summary.sum, summary.count];

    for (const cell of cells) {
      cell.record(2);
      cell.record(3);
    }
    const recorded = shown();
    for (const cell of cells) cell.reset();

    expect(recorded).toEqual([5, 3, 5, 2, 5, 2]);
    expect(shown()).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('takes 0 in counters, and refuses what a summary cannot observe', () => {
    const { refused, table } = refusals();
    const counter = new CounterCell(table, 0);
    const summary = new SummaryCell(table, 0);

    counter.add(0);
    summary.observe(2);
    for (const bad of [Number.NaN, -Infinity, '1']) summary.observe(bad as number);

    expect([summary.count, summary.sum]).toEqual([1, 2]);
    expect(refused).toEqual([Number.NaN, -Infinity, '1']);
  });

  it('has the labels of its row until its series is removed', () => {
    const cell = new CounterCell({ ...refusals().table, labelValues: (row) => [`row ${row}`] }, 3);

    const before = [cell.row, cell.isRemoved, cell.labelValues];
    cell.markRemoved();

    expect(before).toEqual([3, false, ['row 3']]);
    expect([cell.isRemoved, cell.labelValues]).toEqual([true, []]);
  });

  it.each([
    ['was set above 0', (cell: GaugeCell) => cell.set(1), true],
    ['was set to 0', (cell: GaugeCell) => cell.set(0), true],
    ['was raised and not lowered', (cell: GaugeCell) => cell.add(1), false],
    [
      'was raised and lowered',
      (cell: GaugeCell) => {
        cell.add(1);
        cell.add(-1);
      },
      true,
    ],
  ])('is idle after the time since it was last seen touched: one that %s', (_what, touch, isIdleInTheEnd) => {
    const cell = new GaugeCell(refusals().table, 0);
    touch(cell);

    expect([100, 1099, 1100].map((nowMs) => cell.isIdle(nowMs, 1000))).toEqual([false, false, isIdleInTheEnd]);
    touch(cell);
    expect(cell.isIdle(5000, 1000)).toBe(false);
  });
});
