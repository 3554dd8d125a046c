import { evenly, placed } from './layout.js';
import { stat } from './panels.js';

const panel = (title: string) => stat({ title, description: '', unit: 'short', queries: [] });
const panels = (count: number) => Array.from({ length: count }, (_, index) => panel(`${index}`));

describe('lines of panels', () => {
  it.each([
    [1, [24]],
    [2, [12, 12]],
    [4, [12, 12, 12, 12]],
    [5, [8, 8, 8, 12, 12]],
    [7, [8, 8, 8, 12, 12, 12, 12]],
  ])('share the width when there are %i', (count, widths) => {
    expect(evenly(panels(count)).map(({ width }) => width)).toEqual(widths);
  });

  it('give five numbers in one line nearly the same width, and no gap', () => {
    expect(evenly(panels(5), 6).map(({ width }) => width)).toEqual([5, 5, 5, 5, 4]);
  });
});

describe('a grid', () => {
  it('puts each section under its heading, below the highest panel of the line before', () => {
    const high = { ...panel('high'), width: 12, height: 9 };
    const low = { ...panel('low'), width: 12, height: 5 };

    const grid = placed([
      { title: undefined, panels: [low, high] },
      { title: 'Empty', panels: [] },
      { title: 'Next', panels: [low] },
    ]);

    expect(grid.map(({ id, title, gridPos }) => [id, title, gridPos])).toEqual([
      [1, 'low', { x: 0, y: 0, w: 12, h: 5 }],
      [2, 'high', { x: 12, y: 0, w: 12, h: 9 }],
      [3, 'Next', { x: 0, y: 9, w: 24, h: 1 }],
      [4, 'low', { x: 0, y: 10, w: 12, h: 5 }],
    ]);
  });
});
