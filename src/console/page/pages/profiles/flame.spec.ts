import { boxAt, seenBoxes, type FlameBox } from './flame.js';
import { isWhole, panned, wholeRange, zoomed } from './zoom.js';

const box = (start: number, width: number): FlameBox => ({ frame: 0, start, width, self: width });

describe('The boxes that are drawn', () => {
  const row = [box(0, 10), box(10, 5), box(20, 30)];

  it('are those that reach into what is seen', () => {
    expect(seenBoxes(row, 12, 21, 0.1)).toEqual([box(10, 5), box(20, 30)]);
    expect(seenBoxes(row, 15, 20, 0.1)).toEqual([]);
  });

  it('are at most about one a pixel', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => box(index, 1));

    expect(seenBoxes(many, 0, 100_000, 100).length).toBeLessThanOrEqual(1_001);
  });

  it('are found by their place', () => {
    expect(boxAt(row, 14.9)).toEqual(box(10, 5));
    expect(boxAt(row, 15)).toBeUndefined();
    expect(boxAt(undefined, 1)).toBeUndefined();
  });
});

describe('Zoom', () => {
  it('keeps what is under the cursor where it is', () => {
    expect(zoomed({ from: 0, to: 100 }, 0.5, 20, 100)).toEqual({ from: 10, to: 60 });
  });

  it('never leaves the whole', () => {
    expect(zoomed({ from: 0, to: 50 }, 4, 50, 100)).toEqual(wholeRange(100));
    expect(panned({ from: 60, to: 100 }, 1, 100)).toEqual({ from: 60, to: 100 });
    expect(panned({ from: 60, to: 100 }, -0.5, 100)).toEqual({ from: 40, to: 80 });
  });

  it('knows whether all is seen', () => {
    expect(isWhole(wholeRange(100), 100)).toBe(true);
    expect(isWhole({ from: 1, to: 100 }, 100)).toBe(false);
  });
});
