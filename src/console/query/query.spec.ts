import { randomFrom } from '../../../test/support/random.js';
import { parse, print, toggled, without, withTerm, type Operator, type Term } from './index.js';

const on = { isNegated: false, isOff: false };

function text(value: string, state: Partial<typeof on> = {}): Term {
  return { type: 'text', text: value, ...on, ...state };
}

function field(name: string, operator: Operator, value: string, state: Partial<typeof on> = {}): Term {
  return { type: 'field', field: name, operator, value, ...on, ...state };
}

describe('A query', () => {
  it('reads as terms: names with values, free text, what is excluded and what is switched off', () => {
    const query = 'status:error route:"/orders/:id" dur>200ms -kind:cron !user.id:42 "free text" timeout';

    expect(parse(query)).toEqual({
      terms: [
        field('status', ':', 'error'),
        field('route', ':', '/orders/:id'),
        field('dur', '>', '200ms'),
        field('kind', ':', 'cron', { isNegated: true }),
        field('user.id', ':', '42', { isOff: true }),
        text('free text'),
        text('timeout'),
      ],
      problems: [],
    });
    expect(print(parse(query))).toBe(
      'status:error route:/orders/:id dur>200ms -kind:cron !user.id:42 "free text" timeout',
    );
  });

  it.each<[string, Term]>([
    ['a!=b', field('a', '!=', 'b')],
    ['a>=1.5s', field('a', '>=', '1.5s')],
    ['a<=1', field('a', '<=', '1')],
    ['a="say \\"hi\\" \\\\"', field('a', '=', String.raw`say "hi" \ `.trimEnd())],
    ['a:""', field('a', ':', '')],
    ['a:b:c="d"', field('a', ':', 'b:c="d"')],
    ['!-größe:*', field('größe', ':', '*', { isNegated: true, isOff: true })],
    ['/orders/7', text('/orders/7')],
    ['-"-x"', text('-x', { isNegated: true })],
    ['42', text('42')],
    ['"a:b"', text('a:b')],
  ])('%s is one term', (query, term) => {
    expect(parse(query)).toEqual({ terms: [term], problems: [] });
  });

  it.each<[string, string[], number]>([
    ['status:', ['There is no value after status:'], 0],
    ['ok status: more', ['There is no value after status:'], 2],
    ['route:"/orders', ['A quote is not closed.'], 0],
    ['a "open b:c', ['A quote is not closed.'], 1],
    ['dur > 200ms', ['An operator stands right between a name and a value, without spaces.'], 2],
    ['- a', ['A mark stands right before what it marks.'], 1],
    ['a !', ['A mark stands right before what it marks.'], 1],
  ])('%s has a part that is left out, and said so', (query, facts, termCount) => {
    const { terms, problems } = parse(query);

    expect([problems.map(({ fact }) => fact), terms.length]).toEqual([facts, termCount]);
  });

  it('comes back the same from its text, whatever its terms say', () => {
    const random = randomFrom(8);
    for (let round = 0; round < 5_000; round++) {
      const terms = Array.from({ length: Math.floor(random() * 4) }, () => randomTerm(random));

      expect(parse(print({ terms }))).toEqual({ terms, problems: [] });
    }
  });

  it('throws for nothing that can be typed, and what it prints means the same', () => {
    const random = randomFrom(9);
    for (let round = 0; round < 5_000; round++) {
      const { terms } = parse(randomText(random, 40));

      expect(parse(print({ terms }))).toEqual({ terms, problems: [] });
    }
  });

  it('has a bound in characters and in terms', () => {
    expect(parse('x'.repeat(1_001))).toMatchObject({
      terms: [],
      problems: [{ fact: 'A query has at most 1000 characters.' }],
    });
    const { terms, problems } = parse('a '.repeat(500));
    expect([terms.length, problems.length]).toEqual([30, 1]);
  });

  it.each(['"', '\\', '!', '-', ':', 'a:', 'a:"\\', '"\\"', '=', ' '])(
    'takes no longer for 1 000 characters of %s',
    (piece) => {
      const startedAtMs = performance.now();
      for (let round = 0; round < 20; round++) parse(piece.repeat(1_000 / piece.length));

      // Quadratic time would be a thousandfold.
      expect(performance.now() - startedAtMs).toBeLessThan(2_000);
    },
  );
});

describe('A chip', () => {
  const query = parse('status:error -kind:cron free');

  it('is switched off and on again in its place', () => {
    const off = toggled(query, 1);

    expect(print(off)).toBe('status:error !-kind:cron free');
    expect(toggled(off, 1)).toEqual(query);
  });

  it('is removed', () => {
    expect(print(without(query, 0))).toBe('-kind:cron free');
  });

  it('is added once: what is there already is switched as the new one says', () => {
    expect(print(withTerm(query, field('user', ':', '42')))).toBe('status:error -kind:cron free user:42');
    expect(print(withTerm(toggled(query, 0), field('status', ':', 'error')))).toBe('status:error -kind:cron free');
    expect(print(withTerm(query, field('kind', ':', 'cron')))).toBe('status:error -kind:cron free kind:cron');
  });
});

function randomTerm(random: () => number): Term {
  const state = { isNegated: random() < 0.3, isOff: random() < 0.3 };
  if (random() < 0.4) return text(randomText(random, 8), state);
  const operators: Operator[] = [':', '=', '!=', '>', '>=', '<', '<='];
  const names = ['status', 'user.id', 'größe', '@type', 'a/b-c', 'x'];
  return field(pick(random, names), pick(random, operators), randomText(random, 8), state);
}

function randomText(random: () => number, maxLength: number): string {
  const pieces = [
    'a',
    'b',
    ' ',
    '\t',
    '"',
    '\\',
    ':',
    '=',
    '!',
    '>',
    '<',
    '-',
    '*',
    '/',
    '.',
    '1',
    'ms',
    'é',
    '😀',
    '\ud83d',
    '\n',
  ];
  return Array.from({ length: Math.floor(random() * maxLength) }, () => pick(random, pieces)).join('');
}

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)]!;
}
