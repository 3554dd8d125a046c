import { nextId, trustedId } from './ids.js';

describe('Ids', () => {
  it('are never the same and always trusted themselves', () => {
    const ids = Array.from({ length: 1000 }, nextId);

    expect(new Set(ids).size).toBe(1000);
    expect(ids.map(trustedId)).toEqual(ids);
  });

  it.each(['r-1', '9f86d081-884c-4d65-9a2f-eaa0c55ad015', 'a.b:c@d/e+f=g_h', 'x'.repeat(128)])('believes %s', (id) => {
    expect(trustedId(id)).toBe(id);
  });

  it.each([
    ['nothing', ''],
    ['spaces', 'a b'],
    ['a line end at the end', 'r-1\n'],
    ['a line end inside', 'r-1\r\nset-cookie: a=b'],
    ['quotes', '"},{"level":"FATAL'],
    ['a query', "1';DROP TABLE orders"],
    ['a list in one header', 'a, b'],
    ['more than 128 characters', 'x'.repeat(129)],
    ['10 kB', 'x'.repeat(10_240)],
    ['letters that look alike', 'оrder-1'],
    ['a null byte', 'a\u0000b'],
    ['a right-to-left mark', 'a\u202eb'],
    ['an array', ['r-1']],
    ['an object', { toString: () => 'r-1' }],
    ['a number', 7],
    ['nothing at all', undefined],
  ])('does not believe %s', (_what, hostile) => {
    expect(trustedId(hostile)).toBeUndefined();
  });
});
