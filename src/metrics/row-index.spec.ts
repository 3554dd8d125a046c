import { RowIndex } from './row-index.js';

const rowOf = (...content: number[]) => Int32Array.from(content);

describe('RowIndex', () => {
  it('finds rows by their content, and nothing else', () => {
    const index = new RowIndex(2);

    const rows = [index.add(rowOf(0, 0)), index.add(rowOf(0, 1)), index.add(rowOf(1, 0))];

    expect([index.find(rowOf(0, 0)), index.find(rowOf(0, 1)), index.find(rowOf(1, 0))]).toEqual(rows);
    expect(index.find(rowOf(1, 1))).toBe(-1);
    expect([index.at(rows[2]!, 0), index.at(rows[2]!, 1)]).toEqual([1, 0]);
  });

  it('has one row when it has no columns', () => {
    const index = new RowIndex(0);
    expect(index.find(rowOf())).toBe(-1);

    expect(index.find(rowOf())).toBe(index.add(rowOf()) - 1);
    expect(index.find(rowOf())).toBe(0);
  });

  it('gives the place of a row that was removed to the next', () => {
    const index = new RowIndex(1);
    const [first] = [index.add(rowOf(7)), index.add(rowOf(8))];

    index.remove(first);

    expect([index.find(rowOf(7)), index.size]).toEqual([-1, 1]);
    expect(index.add(rowOf(9))).toBe(first);
  });

  it('agrees with a map through 20 000 additions and removals', () => {
    const index = new RowIndex(2);
    const known = new Map<string, number>();

    for (let step = 0; step < 20_000; step++) {
      const content = rowOf((step * 7_919) % 61, (step * 104_729) % 53);
      const row = known.get(content.join());
      expect(index.find(content)).toBe(row ?? -1);
      if (row === undefined) known.set(content.join(), index.add(content));
      else if (step % 3 > 0 && known.delete(content.join())) index.remove(row);
    }

    expect(index.size).toBe(known.size);
    expect(known.size).toBeGreaterThan(500);
  });
});
