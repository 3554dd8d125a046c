import { AuditQueue } from './audit-queue.js';

describe('AuditQueue', () => {
  it('refuses what is above either bound, until there is room', () => {
    const queue = new AuditQueue(3, 10);

    expect(['aaaa', 'bbbb', 'cccc', 'd', 'e'].map((line) => queue.add(line))).toEqual([true, true, false, true, false]);
    queue.drop(1);
    expect(queue.add('eeee')).toBe(true);
  });

  it('gives the first lines as far as they fit, and always one', () => {
    const queue = new AuditQueue(10, 100);
    for (const line of ['aaaa', 'bbbb', 'c']) queue.add(line);

    expect([queue.first(1), queue.first(8), queue.first(Infinity)]).toEqual([
      ['aaaa'],
      ['aaaa', 'bbbb'],
      ['aaaa', 'bbbb', 'c'],
    ]);
    queue.drop(2);
    expect([queue.size, queue.first(0)]).toEqual([1, ['c']]);
  });
});
