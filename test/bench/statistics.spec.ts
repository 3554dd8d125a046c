import { interquartile, signTest } from '../../bench/report/statistics.js';

describe('the interquartile range', () => {
  it('lies between neighbours in proportion', () => {
    expect(interquartile([4, 1, 3, 2])).toEqual({ lower: 1.75, upper: 3.25 });
  });

  it('of one sample is that sample', () => {
    expect(interquartile([7])).toEqual({ lower: 7, upper: 7 });
  });
});

describe('the sign test', () => {
  it('gives the probability of so uneven a draw, on either side', () => {
    const elevenOfTwelveAbove = [...Array(11).fill(1.1), 0.9] as number[];

    // (1 + 12) of 4096 draws, twice.
    expect(signTest(elevenOfTwelveAbove)).toBeCloseTo(26 / 4096, 10);
    expect(signTest(elevenOfTwelveAbove.map((ratio) => 1 / ratio))).toBeCloseTo(26 / 4096, 10);
  });

  it('finds nothing in an even draw', () => {
    expect(signTest([0.9, 1.1, 0.8, 1.2])).toBe(1);
  });

  it('leaves out pairs without a difference', () => {
    expect(signTest([1, 1, 1.1])).toBe(1);
    expect(signTest([1, 1])).toBe(1);
  });
});
