import { growth } from '../../test/support/growth.js';
import { scrubCommand, scrubDocument, scrubSql } from './statement-scrubber.js';
import type { SqlDialect } from './sql-tokens.js';

describe('scrubSql', () => {
  it.each([
    ["SELECT * FROM t WHERE a = 'x' AND b = 12.5e-3", 'SELECT * FROM t WHERE a = ? AND b = ?'],
    ["SELECT 'it''s', E'a\\'b', X'1F', B'01', U&'\\0041', n'x'", 'SELECT ?, ?, ?, ?, ?, ?'],
    ["DO $body$ SELECT 'a'; $body$; SELECT $$x$$, $1", 'DO ?; SELECT ?, $1'],
    ['SELECT "Name", "o""k" FROM "Order"', 'SELECT "Name", "o""k" FROM "Order"'],
    ["SELECT a::int, :name, data #> '{a}' FROM t1", 'SELECT a::int, :name, data #> ? FROM t1'],
    ['SELECT 1 -- password 12\n, 2 /* a /* nested 3 */ b */ FROM t', 'SELECT ? , ? FROM t'],
    ['SELECT * FROM t WHERE a IN (1, 2, 3) AND b IN ($1,$2)', 'SELECT * FROM t WHERE a IN (?) AND b IN (?)'],
    ["INSERT INTO t (a, b) VALUES (1, 'x'), (2, 'y'), (3, NULL)", 'INSERT INTO t (a, b) VALUES (?)'],
    ['INSERT INTO t(a) VALUES (1), (2),(3)', 'INSERT INTO t(a) VALUES (?)'],
    ['INSERT INTO t(a) VALUES ($1), ($2) RETURNING id', 'INSERT INTO t(a) VALUES ($1) RETURNING id'],
    ["SELECT DATE '2020-01-01', INTERVAL '1 day', 0x1F, .5, 1_000, TRUE", 'SELECT DATE ?, INTERVAL ?, ?, ?, ?, ?'],
    ['SELECT ARRAY[1, 2], coalesce(a, 3), -7', 'SELECT ARRAY[?], coalesce(a, ?), -?'],
    ["SELECT 'a' 'b'\n'c'", 'SELECT ?'],
    ["SELECT 'open to the end, secret", 'SELECT ?'],
    ["SELECT 'a\\', secret, 'b'", 'SELECT ?'],
    ["SELECT E'a'\n'b\\'' , 'secret'", 'SELECT ?'],
    ["SELECT 1 -- it's\r, 'secret', 2", 'SELECT ? , ?, ?'],
    ['SELECT 1)) FROM t', 'SELECT ?)) FROM t'],
    ['SELECT 0x1e+5, 0X1E-5, 1e+5, 1E-5, 1e5, 1+2, 1..2', 'SELECT ?+?, ?-?, ?, ?, ?, ?+?, ?'],
    ['SELECT $ FROM t, a$b, $a b$, $12', 'SELECT $ FROM t, a$b, $a b$, $12'],
    ["SELECT $tag$ x $$ y $tag$, $é$ y $é$, $a$ 'open", 'SELECT ?, ?, ?'],
    ['SELECT @@global.x, @x, @ x, @@@x, : b, a::b, :::c', 'SELECT @@global.x, @x, @ x, @@@x, : b, a::b, :::c'],
    ["SELECT U&'x', u&\"n\", U & 'x', U&x, E 'a', q'x', _x'y'", 'SELECT ?, u&"n", U & ?, U&x, E ?, q?, _x?'],
    ["SELECT 'a\\\\', 'b', \"open", 'SELECT ?'],
    ['SELECT "open', 'SELECT ?'],
    ["SELECT `a`, 'b', `c", 'SELECT `a`, ?, `c'],
    ['SELECT 1 /**/ / 2 * 3 - 4 -- x\r\n, 5 --', 'SELECT ? / ? * ? - ? , ?'],
    ['SELECT 1 /* a */ /* b /* c */ d */ , /*/ 2 */ 3 /* open', 'SELECT ? , ?'],
    ['SELECT 1 # c\n, 2', 'SELECT ? # c , ?'],
    ['SELECT a.b, t.*, 9a, a$1, é1, _x, Zz', 'SELECT a.b, t.*, ?, a$1, é1, _x, Zz'],
    ['SELECT TRUE, False, null, (TRUE, 1), (b), (null)', 'SELECT ?, ?, null, (?), (b), (null)'],
    ['VALUES (1), (DEFAULT), (NULL), ($1), (:a), (@b)', 'VALUES (?)'],
    ['VALUES ($1), (:a), (2)', 'VALUES ($1)'],
    ['VALUES ($12), (2)', 'VALUES ($12)'],
    ['VALUES (null), (2), (a), (3)', 'VALUES (null), (a), (?)'],
    ['VALUES (-1, +2), (a, 1), (1 * 2)', 'VALUES (?), (a, ?), (? * ?)'],
    ['(CURRENT_DATE), (1), (NOTNULL), (2), (defaults), (3)', '(CURRENT_DATE), (?), (NOTNULL), (?), (defaults), (?)'],
    ['SELECT [1], [2], [3, 4], x [5]', 'SELECT [?], x [?]'],
    ['SELECT [[1, 2], [3, 4]], ((1, 2), (3, 4)), (1, (2, 3)), (f(1), 2)', 'SELECT [[?]], ((?)), (?, (?)), (f(?), ?)'],
    ['IN (1 , 2), ( 5 , 6 ) [ 7 ] ( 8 , a )', 'IN (?) [ ? ] ( ? , a )'],
    ["SELECT 'a'   'b' , 1 2", 'SELECT ? , ?'],
    ["\u00a0SELECT\u007f\t'x'\v\f'y'", '\u00a0SELECT\u007f ?'],
    ['', ''],
  ])('removes the literals of PostgreSQL: %s', (text, expected) => {
    expect(scrubSql(text, 'postgresql')).toBe(expected);
  });

  it.each([
    ['SELECT `a``b` FROM `t` WHERE c = "it\\"s" AND d = \'x\\\'y\'', 'SELECT `a``b` FROM `t` WHERE c = ? AND d = ?'],
    ['SELECT 5--3 # secret 1\nFROM t -- secret\nWHERE a = ? AND b = @x', 'SELECT ?--? FROM t WHERE a = ? AND b = @x'],
    ['SELECT /*! STRAIGHT_JOIN 1 */ a FROM t', 'SELECT a FROM t'],
    ['SELECT 1 --\u0001secret\n FROM t', 'SELECT ? FROM t'],
    ["SELECT _utf8mb4'x', N'y', 0b01, x'ff'", 'SELECT ?, ?, ?, ?'],
    ['SELECT * FROM t LIMIT 10, 20', 'SELECT * FROM t LIMIT ?, ?'],
    ["SET PASSWORD FOR 'bob'@'%' = 'x'", 'SET PASSWORD FOR ?@? = ?'],
    ['INSERT INTO t VALUES (?, ?), (?, ?)', 'INSERT INTO t VALUES (?)'],
    ['SELECT 1--2, 3 --\t4\n, 5 --\n6 --', 'SELECT ?--?, ? , ?'],
    ['SELECT 1 --\u007fsecret\n, 2 -', 'SELECT ? , ? -'],
    ['SELECT 1 -- a\rsecret\n, 2 #', 'SELECT ? , ?'],
    ['SELECT 1 /* a /* b */ , 2', 'SELECT ? , ?'],
    ['SELECT `a``b`, `c', 'SELECT `a``b`, ?'],
    ["SELECT 'a\\\\', b, 'c\\', \"secret\"", 'SELECT ?, b, ?'],
    ['SELECT $a$b$, $1', 'SELECT $a$b$, $?'],
  ])('removes the literals of MySQL: %s', (text, expected) => {
    expect(scrubSql(text, 'mysql')).toBe(expected);
  });

  it('shows a long statement up to a bound', () => {
    const columns = Array.from({ length: 2000 }, (_, index) => `column_${index}`).join(', ');

    expect(scrubSql(`SELECT ${columns} FROM t`, 'postgresql')).toHaveLength(4097);
    expect(scrubSql(`SELECT '${'x'.repeat(100_000)}'`, 'postgresql')).toBe('SELECT ?…');
  });

  it.each([
    [`SELECT ${'b'.repeat(4089)}`, 4096],
    [`SELECT ${'b'.repeat(4090)}`, 4097],
    [`SELECT a${' '.repeat(32_761)}b`, 'SELECT a…'],
    [`SELECT a${' '.repeat(32_759)}b`, 'SELECT a b'],
  ])('says that a statement was cut, and only then: %.20s', (text, expected) => {
    const shown = scrubSql(text, 'mysql');

    expect(typeof expected === 'number' ? shown.length : shown).toBe(expected);
  });

  it.each(["'", '"', '$', '$a', '(', '/*', '--', "E'\\", '1e', '?,', '(1,', ')', '`', ':', '@', '\\', '(1),'])(
    'takes linear time on many %s',
    (piece) => {
      const scrub = (text: string): void => {
        scrubSql(text, 'postgresql');
        scrubSql(text, 'mysql');
      };

      // Four times the text: in proportion that is 4, with its square 16.
      expect(growth(scrub, piece.repeat(2000), piece.repeat(8000))).toBeLessThan(7);
    },
  );

  it.each([1, 2, 3, 4, 5])('lets no literal survive, seed %i', (seed) => {
    const random = seeded(seed);
    for (let round = 0; round < 400; round++) {
      for (const dialect of ['postgresql', 'mysql'] as const) {
        const { text, secrets } = statement(random, dialect);
        const shown = scrubSql(text, dialect);

        expect({ text, shown, survived: secrets.filter((secret) => shown.includes(secret)) }).toEqual({
          text,
          shown,
          survived: [],
        });
        expect(shown).toContain('visible_column');
      }
    }
  });
});

describe('scrubDocument', () => {
  it('keeps keys and operators, and the first of a list', () => {
    const filter = {
      customer: 'ann',
      total: { $gt: 5 },
      tags: { $in: ['a', 'b'] },
      $or: [{ a: 1 }, { b: 2 }],
      at: new Date(0),
    };

    expect(scrubDocument(filter)).toBe(
      '{"customer":"?","total":{"$gt":"?"},"tags":{"$in":["?"]},"$or":[{"a":"?"}],"at":"?"}',
    );
  });

  it.each([
    [{ a: [], b: [1, { c: 2 }], c: null }, '{"a":[],"b":["?"],"c":"?"}'],
    [{ d: { e: { f: { g: { h: { i: 1 } } } } } }, '{"d":{"e":{"f":{"g":{"h":{"i":"?"}}}}}}'],
    [{ d: { e: { f: { g: { h: { i: { j: 1 } } } } } } }, '{"d":{"e":{"f":{"g":{"h":{"i":"?"}}}}}}'],
    [[[[[[[[1]]]]]]], '[[[[[["?"]]]]]]'],
    [Object.assign(Object.create(null) as object, { a: 1 }), '{"a":"?"}'],
    ['text', '"?"'],
    [null, '"?"'],
  ])('of %j is %s', (document, shown) => {
    expect(scrubDocument(document)).toBe(shown);
  });

  it('has two hundred keys at most, of the whole document, and so much text', () => {
    const keys = (name: string, count: number): Record<string, number> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [name + index, 1]));
    const shown = JSON.parse(scrubDocument({ a: keys('a', 150), b: keys('b', 60), c: keys('c', 5) })) as Record<
      string,
      object
    >;

    expect(Object.values(shown).map((part) => Object.keys(part).length)).toEqual([150, 47, 0]);
    expect(scrubDocument(keys('x'.repeat(100), 100))).toHaveLength(4096);
  });

  it('survives cycles and runs no accessor', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    Object.defineProperty(cyclic, 'lazy', { enumerable: true, get: () => { throw new Error('ran'); } }); // prettier-ignore

    expect(scrubDocument(cyclic)).toContain('"lazy":"?"');
  });
});

it('shows a command with the number of its arguments', () => {
  expect([scrubCommand('PING', 0), scrubCommand('SET', 2), scrubCommand('MSET', 10)]).toEqual([
    'PING',
    'SET ? ?',
    'MSET ? ? ? ? [+6]',
  ]);
});

type Random = (below: number) => number;

/** A small linear congruential generator: the same statements in every run. */
function seeded(seed: number): Random {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const NOISE = [
  "''",
  ' -- ',
  '/*',
  '*/',
  '$$',
  '"',
  '`',
  '?',
  '$1',
  '(',
  ')',
  ',',
  ';',
  '\n',
  '#',
  ' OR 1=1',
  'é',
  '\\\\',
];

/** A statement whose literals each hold a word or number that occurs nowhere else. */
function statement(random: Random, dialect: SqlDialect): { text: string; secrets: string[] } {
  const secrets: string[] = [];
  const secret = (): string => {
    const word = `zq${random(1e9).toString(36)}${secrets.length}q`;
    secrets.push(word);
    return word;
  };
  const digits = (): string => {
    const number = `7${String(random(1e9)).padStart(9, '0')}`;
    secrets.push(number);
    return number;
  };
  const hexadecimal = (): string => {
    const digitsInHex = Buffer.from(secret()).toString('hex');
    secrets.push(digitsInHex);
    return digitsInHex;
  };
  const noisy = (quote: string): string => {
    const noise = () => NOISE[random(NOISE.length)]!.replaceAll(quote, quote + quote);
    // In PostgreSQL's plain strings a backslash is a character; before the closing quote it would hide the rest.
    const tail = noise().replaceAll('\\', '');
    return `${quote}${noise().replaceAll('\\', dialect === 'mysql' ? '\\\\' : '')}${secret()}${tail}${quote}`;
  };
  const literals: (() => string)[] = [
    () => noisy("'"),
    () => digits(),
    () => `${digits()}.${digits()}`,
    () => `${digits()}e-${1 + random(9)}`,
    () => `0x${hexadecimal()}`,
    () => `X'${secret()}'`,
    () => `DATE '${secret()}'`,
    () => `(${digits()}, ${noisy("'")}, NULL)`,
    () => `/* ${secret()} */ ${digits()}`,
    () => `${digits()} -- ${secret()}\n`,
    ...(dialect === 'mysql'
      ? [() => noisy('"'), () => `'a\\'${secret()}'`, () => `"a\\"${secret()}"`, () => `${digits()} # ${secret()}\n`, () => `_utf8mb4'${secret()}'`]
      : [() => `E'a\\'${secret()}\\\\'`, () => `$$${secret()}'$$`, () => `$t1$ ' $$ ${secret()} $t1$`, () => `U&'${secret()}'`]),
  ]; // prettier-ignore
  const literal = () => literals[random(literals.length)]!();
  const parts = Array.from({ length: 1 + random(6) }, () => `AND column_${random(9)} = ${literal()}`);
  return { text: `SELECT visible_column FROM t WHERE a IN (${literal()}, ${literal()}) ${parts.join(' ')}`, secrets };
}
