import { QuantileSketch } from './quantile-sketch.js';

const MINUTES_MS = 60_000;

/** As a sketch shows a value of which it has seen no other. */
function quantileOf(value: number): number {
  const sketch = new QuantileSketch();
  sketch.add(value);
  return sketch.quantile(0.5);
}

describe('QuantileSketch', () => {
  it('answers within one per cent', () => {
    const sketch = new QuantileSketch();
    for (let value = 1; value <= 10_000; value++) sketch.add(value / 1000);

    for (const ratio of [0.01, 0.5, 0.9, 0.99, 1]) {
      const exact = ratio * 10;
      expect(Math.abs(sketch.quantile(ratio) - exact) / exact).toBeLessThan(0.0101);
    }
  });

  it('has no answer without observations', () => {
    expect(new QuantileSketch().quantile(0.5)).toBeNaN();
  });

  it('takes zero, negative and huge values at its ends', () => {
    const sketch = new QuantileSketch();
    for (const value of [-5, 0, 1e30]) sketch.add(value);

    expect(sketch.quantile(0.5)).toBe(0);
    expect(sketch.quantile(1)).toBeGreaterThan(9e8);
  });

  it('forgets what is older than two windows', () => {
    const sketch = new QuantileSketch();
    const start = Date.now();
    sketch.add(1);

    sketch.turn(start + 6 * MINUTES_MS);
    expect(sketch.quantile(0.5)).toBeCloseTo(1, 1);
    sketch.turn(start + 7 * MINUTES_MS);
    expect(sketch.quantile(0.5)).toBeCloseTo(1, 1);
    sketch.turn(start + 12 * MINUTES_MS);

    expect(sketch.quantile(0.5)).toBeNaN();
  });

  it('tells its bins, of both windows and none that is empty, for another one to count on', () => {
    const [teller, taker, one] = [new QuantileSketch(0), new QuantileSketch(0), new QuantileSketch(0)];
    for (const value of [1, 1, 1e-9]) teller.add(value);
    teller.turn(6 * MINUTES_MS);
    for (const value of [1, 50, 1e30]) teller.add(value);
    for (const value of [1, 1, 1e-9, 1, 50, 1e30, 7]) one.add(value);
    taker.add(7);

    const bins = teller.bins();
    taker.addBins(bins);

    expect(bins.map(([, count]) => count)).toEqual([1, 3, 1, 1]);
    expect(bins.map(([bin]) => bin)).toEqual(bins.map(([bin]) => bin).toSorted((a, b) => a - b));
    expect(bins[0]![0]).toBe(0);
    expect([0.5, 0.7, 0.9].map((ratio) => teller.quantile(ratio))).toEqual(
      [1, 50, 1e30].map((value) => quantileOf(value)),
    );
    expect(taker.bins()).toEqual(one.bins());
    expect(taker.quantile(0.99)).toBe(one.quantile(0.99));
    expect(new QuantileSketch().bins()).toEqual([]);
  });

  it('forgets everything when it is reset', () => {
    const sketch = new QuantileSketch(0);
    sketch.add(1);
    sketch.turn(6 * MINUTES_MS);
    sketch.add(2);

    sketch.reset();

    expect(sketch.bins()).toEqual([]);
    expect(sketch.quantile(0.5)).toBeNaN();
  });
});
