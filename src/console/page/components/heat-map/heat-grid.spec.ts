import { quantityOf } from '../../format/quantity.js';
import { bucketNames, heatGridOf, type HeatGrid } from './heat-grid.js';

const names = (grid: HeatGrid): string[] =>
  bucketNames(grid, quantityOf('seconds')).map((name) => name.replaceAll('\u00a0', ' '));

it('A heat map shows the buckets that were met, and those between', () => {
  const heatMap = {
    bounds: [0.005, 0.01, 0.025, 0.05, null],
    counts: [
      [0, 2, 0, 0, 0],
      [0, 0, 0, 5, 0],
    ],
  };

  const grid = heatGridOf(heatMap, [1000, 2000]);

  expect(grid).toEqual({
    timesMs: [1000, 2000],
    bounds: [0.01, 0.025, 0.05],
    from: 0.005,
    counts: [
      [2, 0, 0],
      [0, 0, 5],
    ],
    totals: [2, 0, 5],
    total: 7,
    highest: 5,
  });
  expect(names(grid)).toEqual(['5.00 ms to 10.0 ms', '10.0 ms to 25.0 ms', '25.0 ms to 50.0 ms']);
});

it('The lowest bucket has no lower bound, and the highest no upper', () => {
  const grid = heatGridOf({ bounds: [0.5, null], counts: [[1, 1]] }, [0]);

  expect(names(grid)).toEqual(['up to 500 ms', 'over 500 ms']);
});

it('A heat map without observations has one empty row', () => {
  expect(heatGridOf({ bounds: [1, null], counts: [[0, 0]] }, [0])).toMatchObject({ bounds: [1], total: 0, highest: 0 });
});
