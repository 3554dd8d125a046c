import { callTreeOf } from './call-tree.js';
import type { Flame } from './flame.js';
import { hotFrames } from './hot-frames.js';
import { leftHeavy } from './left-heavy.js';
import { profileOf, type WrittenCall } from './profiles.fixture.js';
import { sandwich } from './sandwich.js';
import { spanSlices, timeOrder } from './time-order.js';

/** `name from+width` of each box, row by row. */
const drawn = ({ rows }: Flame, names: readonly string[]): string[] =>
  rows.map((row) => row.map(({ frame, start, width }) => `${names[frame]} ${start}+${width}`).join(', '));

const orders: WrittenCall = [
  '(root)',
  0,
  ['(idle)', 1000],
  ['handler', 5, ['sort', 20], ['hash', 30]],
  ['timer', 10, ['sort', 35]],
  ['handler', 5, ['hash', 10]],
];
const profile = profileOf(orders);
const names = profile.frames.map(({ name }) => name);
const tree = callTreeOf(profile);

describe('A call tree', () => {
  it('adds up what each call took with all it called, without time in which nothing ran', () => {
    expect(tree).toMatchObject({ whole: 115, idle: 1000 });
    expect(tree.total).toEqual([115, 0, 55, 20, 30, 45, 35, 15, 10]);
  });
});

describe('Left heavy', () => {
  it('merges the same calls and puts the heaviest leftmost in each caller', () => {
    expect(drawn(leftHeavy(tree), names)).toEqual(['handler 0+70, timer 70+45', 'hash 0+40, sort 40+20, sort 70+35']);
  });

  it('knows what a function took in itself', () => {
    const [outer] = leftHeavy(tree).rows;

    expect(outer!.map(({ self }) => self)).toEqual([10, 10]);
  });
});

describe('Sandwich', () => {
  it('shows the callers of a function and what it called, all its calls together', () => {
    const shown = sandwich(tree, names.indexOf('sort'));

    expect(drawn(shown.callers, names)).toEqual(['timer 0+35, handler 35+20']);
    expect(drawn(shown.callees, names)).toEqual([]);
    expect(shown).toMatchObject({ total: 55, self: 55 });
  });

  it('counts a function that calls itself once', () => {
    const recursion = profileOf(['(root)', 0, ['walk', 1, ['visit', 2, ['walk', 4, ['read', 8]]]]]);
    const own = recursion.frames.map(({ name }) => name);
    const walked = callTreeOf(recursion);

    const shown = sandwich(walked, own.indexOf('walk'));

    expect(drawn(shown.callees, own)).toEqual(['visit 0+14', 'walk 0+12', 'read 0+8']);
    expect(shown).toMatchObject({ total: 15, self: 5 });
    expect(hotFrames(walked).map(({ frame, self, total }) => [own[frame], self, total])).toEqual([
      ['read', 8, 8],
      ['walk', 5, 15],
      ['visit', 2, 14],
    ]);
  });
});

describe('Time order', () => {
  const [, idle, handler, sort] = [0, 1, 2, 3];
  const samples = {
    node: [handler, sort, sort, idle, handler],
    durationUs: [1, 2, 3, 10, 4],
    span: [0, 0, 1, -1, 1],
  };

  it('makes a box of samples in a row that share a call, and a gap of waiting', () => {
    expect(drawn(timeOrder(tree, samples), names)).toEqual(['handler 0+6, handler 16+4', 'sort 1+5']);
    expect(timeOrder(tree, samples).whole).toBe(20);
  });

  it('has a slice for each operation that ran', () => {
    expect(spanSlices(samples)).toEqual([
      { span: 0, start: 0, width: 3 },
      { span: 1, start: 3, width: 3 },
      { span: 1, start: 16, width: 4 },
    ]);
  });

  it('knows what a box took in itself', () => {
    expect(timeOrder(tree, samples).rows.map((row) => row.map(({ self }) => self))).toEqual([[1, 4], [5]]);
  });
});

describe('A table of functions', () => {
  it('has the hottest first, with what they took in themselves and in all', () => {
    expect(hotFrames(tree).map(({ frame, self, total }) => [names[frame], self, total])).toEqual([
      ['sort', 55, 55],
      ['hash', 40, 40],
      ['handler', 10, 70],
      ['timer', 10, 45],
    ]);
  });
});
