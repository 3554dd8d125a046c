import { NumberedRing } from './numbered-ring.js';

describe('NumberedRing', () => {
  it('keeps the newest by count, under numbers that rise by one', () => {
    const evicted: string[] = [];
    const ring = new NumberedRing<string>({ maxCount: 3, maxBytes: 1000 }, (item) => evicted.push(item));

    for (const item of ['a', 'b', 'c', 'd', 'e']) ring.push(item, 10);

    expect([...ring.after(0)]).toEqual([
      [3, 'c'],
      [4, 'd'],
      [5, 'e'],
    ]);
    expect({ ...facts(ring), evicted }).toEqual({
      first: 3,
      last: 5,
      size: 3,
      usedBytes: 30,
      evictedCount: 2,
      evicted: ['a', 'b'],
    });
  });

  it('makes room for what is large, and keeps nothing that is larger than all the room there is', () => {
    const ring = new NumberedRing<string>({ maxCount: 10, maxBytes: 100 });

    for (const item of ['a', 'b', 'c']) ring.push(item, 40);
    expect([...ring.before()].map(([, item]) => item)).toEqual(['c', 'b']);

    ring.push('huge', 101);
    expect(facts(ring)).toEqual({ first: 5, last: 4, size: 0, usedBytes: 0, evictedCount: 4 });

    ring.push('small', 1);
    expect([...ring.after(0)]).toEqual([[5, 'small']]);
  });

  it('gives what is asked for, from either end, and nothing that is not there', () => {
    const ring = new NumberedRing<string>({ maxCount: 3, maxBytes: 1000 });
    for (const item of ['a', 'b', 'c', 'd']) ring.push(item, 1);

    expect([0, 1, 2, 4, 5].map((number) => ring.get(number))).toEqual([undefined, undefined, 'b', 'd', undefined]);
    expect([...ring.after(3)]).toEqual([[4, 'd']]);
    expect([...ring.after(4)]).toEqual([]);
    expect([...ring.before(4)].map(([number]) => number)).toEqual([3, 2]);
    expect([...ring.before(99)].map(([number]) => number)).toEqual([4, 3, 2]);
  });

  it('goes on counting where it was when it is cleared', () => {
    const ring = new NumberedRing<string>({ maxCount: 3, maxBytes: 1000 });
    ring.push('a', 1);
    ring.clear();
    ring.push('b', 1);

    expect([...ring.after(0)]).toEqual([[2, 'b']]);
    expect(ring.evicted).toBe(0);
  });
});

function facts({ first, last, size, usedBytes, evicted }: NumberedRing<string>) {
  return { first, last, size, usedBytes, evictedCount: evicted };
}
