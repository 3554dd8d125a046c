import type { States } from '../telling/contribution.js';
import { StateBoard } from './state-board.js';

const all = (): boolean => true;

function states(source: string, name: string, telling: number, value: number): States {
  const family = {
    name,
    type: 'gauge',
    unit: 'count',
    help: '',
    bounds: [],
    aggregate: 'sum',
    labelLimits: [],
  } as const;
  return { kind: 'states', source, telling, family, labelNames: [], series: [{ labels: [], value }] };
}

const shown = (board: StateBoard) =>
  Object.fromEntries([...board.all().own].map(([name, list]) => [name, list.map(({ series }) => series[0]!.value)]));

describe('StateBoard', () => {
  it('shows what a source told when it has told everything', () => {
    const board = new StateBoard();
    board.take(states('a', 'depth', 1, 3));
    const before = shown(board);

    board.complete('a', all);

    expect([before, shown(board)]).toEqual([{}, { depth: [3] }]);
  });

  it('shows what it told last while it does not answer, and nothing of one that is gone', () => {
    const board = new StateBoard();
    for (const source of ['a', 'b']) {
      board.take(states(source, 'depth', 1, 3));
      board.complete(source, all);
    }

    board.take(states('a', 'depth', 2, 4));
    board.retain(['a']);

    expect(shown(board)).toEqual({ depth: [3] });
  });

  it('takes parts of an earlier telling for late, not for more', () => {
    const board = new StateBoard();
    board.take(states('a', 'depth', 2, 5));
    board.take(states('a', 'depth', 1, 3));
    board.take(states('a', 'depth', 2, 6));

    board.complete('a', all);

    expect(shown(board)).toEqual({ depth: [5, 6] });
  });

  it('leaves what was not asked for as it was', () => {
    const board = new StateBoard();
    board.take(states('a', 'depth', 1, 3));
    board.take(states('a', 'size', 1, 7));
    board.complete('a', all);

    board.take(states('a', 'depth', 2, 4));
    board.complete('a', (name) => name === 'depth');

    expect(shown(board)).toEqual({ depth: [4], size: [7] });
  });
});
