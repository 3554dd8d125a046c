import { runInNewContext } from 'node:vm';
import { MARK } from '../../test/security/redaction-corpus.js';
import { redactionConfig } from '../../test/support/redaction-config.js';
import { Redactor } from './redactor.js';

const redactor = new Redactor(redactionConfig);
const copyOf = (value: unknown): unknown => redactor.redactValue(value);
const record = (size: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, index]));

describe('The copy of a value', () => {
  it.each([
    ['a list', Array(100).fill(0), Array(100).fill(0)],
    ['a longer list', Array(101).fill(0), [...Array<unknown>(100).fill(0), '[1 more]']],
    ['a set', new Set(Object.values(record(102))), [...Object.values(record(100)), '[2 more]']],
    ['an object', record(100), record(100)],
    ['a larger object', record(102), { ...record(100), '…': '[2 more]' }],
    ['a map', new Map(Object.entries(record(100))), record(100)],
    ['a larger map', new Map(Object.entries(record(103))), { ...record(100), '…': '[3 more]' }],
  ])('has a hundred entries at most: %s', (_what, value, shown) => {
    expect(copyOf(value)).toEqual(shown);
  });

  it('has two thousand values at most', () => {
    const lists = copyOf(Array(30).fill(Array(100).fill(0))) as unknown[];
    const objects = copyOf(Array(30).fill(record(100))) as unknown[];

    expect([lists.slice(20), lists.slice(0, 20).every(Array.isArray)]).toEqual([Array(10).fill('[Array]'), true]);
    expect([objects.slice(20), objects.indexOf('[Object]')]).toEqual([Array(10).fill('[Object]'), 20]);
  });

  it('has so much text at most, of one and of all', () => {
    const long = 'a '.repeat(10_000);
    const copy = copyOf(['ab', ...Array<string>(9).fill(long)]) as string[];

    expect(copy.map((text) => text.replace(/… .*/, '').length)).toEqual([
      2,
      ...Array<number>(7).fill(16_384),
      16_382,
      0,
    ]);
    expect(copy.at(-1)).toBe('… [20000 more characters]');
  });

  it.each([
    [(inner: unknown) => ({ inner }), '[Object]'],
    [(inner: unknown) => [inner], '[Array]'],
  ])('ends eight levels deep', (wrap, end) => {
    const nested = (levels: number, value: unknown): unknown =>
      levels === 0 ? value : wrap(nested(levels - 1, value));

    expect(copyOf(nested(20, 0))).toEqual(nested(8, end));
    expect(copyOf(nested(8, 0))).toEqual(nested(8, 0));
  });
});

describe('What can be read is', () => {
  it.each([
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
    ['an object of another realm', runInNewContext('({ get a() { return 1; } })') as unknown, { a: 1 }],
    ['a buffer without a view', new ArrayBuffer(3), '[ArrayBuffer 3 bytes]'],
    ['a view', new DataView(new ArrayBuffer(4)), '[DataView 4 bytes]'],
    ['a pattern with a secret', /password=hunter2/, `/password=${MARK}`],
    ['a big card number', 4111111111111111n, MARK],
    ['a short card number', 4222222222222, MARK],
    ['a long number', 4222222222223, 4222222222223],
    ['what turns into a list', { toJSON: () => [1, 'password=x'] }, [1, `password=${MARK}`]],
    ['what turns into a text', { toJSON: () => 'password=x' }, `password=${MARK}`],
    ['what turns into nothing', { toJSON: () => null }, null],
    ['what turns into an object, once', { toJSON: () => ({ a: 1, toJSON: () => 'again' }) }, { a: 1, toJSON: '[Function]' }],
    ['keys that are objects', new Map<unknown, number>([[null, 1], [Symbol('s'), 2]]), { '[Object]': 1, 'Symbol(s)': 2 }],
  ])('%s', (_what, value, shown) => {
    expect(copyOf(value)).toEqual(shown);
  }); // prettier-ignore

  it.each([
    ['of another realm', runInNewContext('new TypeError("password=x")') as unknown, 'TypeError'],
    [
      'made by hand',
      Object.assign(Object.create(RangeError.prototype) as Error, { message: 'password=x' }),
      'RangeError',
    ],
    ['of a class without a name', new (class extends Error {})('password=x'), 'Error'],
  ])('an error %s', (_what, error, type) => {
    expect(copyOf(error)).toMatchObject({ type, message: `password=${MARK}` });
  });
});

describe('A value is hidden by its name', () => {
  it.each([
    [[['cookie', 'a=1'], ['accept', 'all']], [['cookie', MARK], ['accept', 'all']]],
    [['cookie', 'a'], ['cookie', 'a']],
    [{ pair: ['cookie', 'a'] }, { pair: ['cookie', 'a'] }],
    [[['cookie', 'a', 'b']], [['cookie', 'a', 'b']]],
    [[['token', 5], [5, 'token']], [['token', 5], [5, 'token']]],
    [['--token', 5, '--', 'x'], ['--token', 5, '--', 'x']],
    [['--colour', 'red', 'token', 'x'], ['--colour', 'red', 'token', 'x']],
  ])('in a list only where it is a pair or an option: %j', (value, shown) => {
    expect(copyOf(value)).toEqual(shown);
  }); // prettier-ignore

  it.each([
    [{ key: 'token', value: 'x' }, { key: 'token', value: MARK }],
    [{ name: 'colour', value: 'x' }, { name: 'colour', value: 'x' }],
    [{ value: 'x' }, { value: 'x' }],
    [{ name: 5, key: 'token', value: 'x' }, { name: 5, key: 'token', value: 'x' }],
    [{ name: 'token', value: ['x'] }, { name: 'token', value: ['x'] }],
  ])('in a field: %j', (value, shown) => {
    expect(copyOf(value)).toEqual(shown);
  }); // prettier-ignore

  it('among names and values in turn, of which the last may be missing', () => {
    const many = Array.from({ length: 240 }, (_, index) => `h${index}`);

    expect(copyOf({ rawHeaders: ['Cookie', 'a', 'Host'] })).toEqual({ rawHeaders: { Cookie: MARK } });
    expect(copyOf({ rawHeaders: 'Cookie' })).toEqual({ rawHeaders: 'Cookie' });
    expect(copyOf({ rawHeaders: many })).toEqual({
      rawHeaders: expect.objectContaining({ h198: 'h199', '…': '[1 more]' }) as object,
    });
  });

  it('where the name itself has a secret in it', () => {
    expect(copyOf({ '4111111111111111 paid': 1, 'paid 4111111111111111': 2, paid: 3 })).toEqual({
      [`${MARK} paid`]: 1,
      [`paid ${MARK}`]: 2,
      paid: 3,
    });
  });
});
