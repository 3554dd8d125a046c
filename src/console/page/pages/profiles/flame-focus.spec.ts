import type { Flame } from './flame.js';
import { placeOfFrame, stepped } from './flame-focus.js';

const box = (frame: number, start: number, width: number) => ({ frame, start, width, self: 0 });
const flame: Flame = {
  whole: 100,
  rows: [
    [box(0, 0, 60), box(1, 60, 40)],
    [box(2, 0, 10), box(3, 10, 30), box(2, 60, 20)],
  ],
};

describe('The arrow keys', () => {
  it('go to the widest callee, back to the caller, and to neighbours', () => {
    expect(stepped(flame, { row: 0, index: 0 }, 'inwards')).toEqual({ row: 1, index: 1 });
    expect(stepped(flame, { row: 1, index: 2 }, 'outwards')).toEqual({ row: 0, index: 1 });
    expect(stepped(flame, { row: 1, index: 1 }, 'right')).toEqual({ row: 1, index: 2 });
    expect(stepped(flame, { row: 1, index: 1 }, 'left')).toEqual({ row: 1, index: 0 });
  });

  it('stay where there is nothing that way', () => {
    expect(stepped(flame, { row: 1, index: 1 }, 'inwards')).toEqual({ row: 1, index: 1 });
    expect(stepped(flame, { row: 0, index: 0 }, 'outwards')).toEqual({ row: 0, index: 0 });
    expect(stepped(flame, { row: 0, index: 1 }, 'right')).toEqual({ row: 0, index: 1 });
  });
});

it('A function is found where it is widest in the outermost row that has it', () => {
  expect(placeOfFrame(flame, 2)).toEqual({ row: 1, index: 2 });
  expect(placeOfFrame(flame, 9)).toBeUndefined();
});
