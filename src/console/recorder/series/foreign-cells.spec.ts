import { Counter, Histogram, Registry, Summary } from 'prom-client';
import type { ReadMetric } from '../../../metrics/index.js';
import { ForeignCells, foreignFacts } from './foreign-cells.js';

type ForeignReading = ReadMetric['reading'];

const readingOf = async (metric: { get(): Promise<unknown> }): Promise<ForeignReading> =>
  (await metric.get()) as ForeignReading;
const registers = [new Registry()];

describe('ForeignCells', () => {
  it('has a histogram of prom-client as counts by bucket', async () => {
    const wait = new Histogram({
      name: 'wait_seconds',
      help: 'Wait',
      labelNames: ['kind'],
      buckets: [1, 5],
      registers,
    });
    for (const seconds of [0.5, 0.7, 3, 9]) wait.observe({ kind: 'a' }, seconds);
    wait.observe({ kind: 'b' }, 1);
    const reading = await readingOf(wait);

    const cells = [...new ForeignCells(10).update(reading)];

    expect(foreignFacts(reading)).toMatchObject({
      unit: 'seconds',
      bounds: [1, 5],
      family: 'prom-client',
      aggregate: 'sum',
    });
    expect(cells).toMatchObject([
      { labelNames: ['kind'], labelValues: ['a'], counts: [2, 1, 1], count: 4 },
      { labelNames: ['kind'], labelValues: ['b'], counts: [1, 0, 0], count: 1 },
    ]);
  });

  it('has the quantiles of a summary', async () => {
    const size = new Summary({ name: 'size_bytes', help: 'Size', percentiles: [0.5, 0.99], registers });
    for (let bytes = 1; bytes <= 100; bytes++) size.observe(bytes);

    const [cell] = [...new ForeignCells(10).update(await readingOf(size))] as unknown as [
      { readonly count: number; readonly quantiles: { quantile(ratio: number): number } },
    ];

    expect(cell.count).toBe(100);
    expect(cell.quantiles.quantile(0.5)).toBeGreaterThan(45);
    expect(cell.quantiles.quantile(0.5)).toBeLessThan(56);
    expect(cell.quantiles.quantile(0.95)).toBeNaN();
  });

  it('gives the same object for the same series, as many as there may be, and none for what is gone', async () => {
    const orders = new Counter({ name: 'orders_total', help: 'Orders', labelNames: ['kind'], registers });
    for (const kind of ['a', 'b', 'c']) orders.inc({ kind });
    const cells = new ForeignCells(2);
    const [first] = cells.update(await readingOf(orders));
    orders.inc({ kind: 'a' }, Number.NaN);

    const again = [...cells.update(await readingOf(orders))];

    expect(again[0]).toBe(first);
    expect(again).toHaveLength(2);
    expect(first).toMatchObject({ value: 0 });
    orders.reset();
    expect([...cells.update(await readingOf(orders))]).toEqual([]);
  });
});
