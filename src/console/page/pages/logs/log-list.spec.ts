import type { LogRow } from '../../../shapes/index.js';
import { entriesOf, keyOf, noLines, withNewest, withOlder, type LogList } from './log-list.js';

describe('the lines on the page', () => {
  const answer = (numbers: readonly number[], hasMore = true) => ({ rows: numbers.map(line), hasMore });
  const listOf = (...answers: ReturnType<typeof answer>[]): LogList => answers.reduce(withNewest, noLines);
  const shown = (list: LogList): string[] => entriesOf(list).map(keyOf);

  it('are what was answered first, and then what is new above it', () => {
    const list = listOf(answer([3, 2, 1], false), answer([5, 4, 3]), answer([5, 4, 3]));

    expect(shown(list)).toEqual(['5', '4', '3', '2', '1']);
  });

  it('have a gap where more came than one answer has', () => {
    const list = listOf(answer([3, 2, 1]), answer([9, 8, 7]), answer([11, 10, 9]));

    expect(shown(list)).toEqual(['11', '10', '9', '8', '7', 'gap-7', '3', '2', '1']);
  });

  it('have none where all that fits was answered, though numbers are missing', () => {
    expect(shown(listOf(answer([2]), answer([9, 5], false)))).toEqual(['9', '5', '2']);
  });

  it('close a gap when it is filled, or keep what is left of it', () => {
    const list = listOf(answer([2, 1]), answer([12, 11]));

    expect(shown(withOlder(list, 11, answer([10, 9])))).toEqual(['12', '11', '10', '9', 'gap-9', '2', '1']);
    expect(shown(withOlder(list, 11, answer([4, 3, 2])))).toEqual(['12', '11', '4', '3', '2', '1']);
    expect(shown(withOlder(list, 11, answer([4], false)))).toEqual(['12', '11', '4', '2', '1']);
    expect(shown(withOlder(list, 11, answer([], false)))).toEqual(['12', '11', '2', '1']);
  });

  it('go on below when somebody scrolls', () => {
    const list = withOlder(listOf(answer([9, 8])), 8, answer([7, 6]));

    expect(shown(list)).toEqual(['9', '8', '7', '6']);
  });

  it('are two thousand at most, the newest', () => {
    let list = noLines;
    for (let newest = 200; newest <= 4_000; newest += 200)
      list = withNewest(list, answer(Array.from({ length: 200 }, (_, index) => newest - index)));

    expect([list.rows.length, list.rows[0]!.sequence, list.rows.at(-1)!.sequence]).toEqual([2_000, 4_000, 2_001]);
    expect([...list.gaps].every((sequence) => sequence > 2_001)).toBe(true);
  });
});

function line(sequence: number): LogRow {
  return { sequence } as LogRow;
}
