import { QuantileSketch } from './quantile-sketch.js';

const MINUTES_MS = 60_000;

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
});
