/** Statements with literals whose content is known: whatever stands around them, none of it may be shown. */
import type { Chance } from './chance.js';

export type Dialect = 'postgresql' | 'mysql';

export interface PlantedSql {
  readonly text: string;
  /** What must be gone. */
  readonly secrets: readonly string[];
}

const LETTERS = 'bcdfghjkmpqrtvwxyz';
const DIGITS = '3456789';

export function plantedSql(dialect: Dialect, chance: Chance): PlantedSql {
  const secrets: string[] = [];
  const plant = (alphabet: string): string => secrets[secrets.push(chance.text(alphabet, 10)) - 1]!;
  const parts = Array.from({ length: 2 + chance.below(8) }, () => partOf(dialect, chance, plant));
  return { text: parts.join(''), secrets };
}

type Plant = (alphabet: string) => string;

function partOf(dialect: Dialect, chance: Chance, plant: Plant): string {
  const before = chance.pick(WORDS) + chance.pick(BEFORE_LITERAL);
  const made = chance.pick(LITERALS[dialect])(plant, chance);
  return (
    before +
    made +
    chance.pick(SPACES) +
    (chance.oneIn(2) ? chance.pick(COMMENTS[dialect])(plant) : '') +
    chance.pick(AFTER_LITERAL)
  );
}

/** None ends in a letter that would make a type of literal with the quote behind it. */
const WORDS = [
  'SELECT',
  'WHERE a',
  'FROM t WHERE t.col1',
  'VALUES',
  'IN',
  'AND',
  'LIKE',
  'CASE WHEN',
  'RETURNING',
  '',
  ';',
];
const BEFORE_LITERAL = [
  ' ',
  '  ',
  '=',
  ' = ',
  '(',
  ' (',
  ',',
  ', ',
  '||',
  ' <> ',
  '\n',
  '\t',
  ' - ',
  ' -',
  '+',
  '[',
  '>=',
];
const SPACES = ['', ' ', '\n', '\r\n', '\t', '\u000b'];
const AFTER_LITERAL = [' ', ')', '),', '::text ', ' AS x ', '\n', ', ', ']', ';', ' -- ?\n'];

type MakeLiteral = (plant: Plant, chance: Chance) => string;

/** Pieces of text that readers trip over, around the secret. */
const TRICKY = [
  '',
  ' ',
  '--',
  '/*',
  '*/',
  '#',
  '$$',
  '$a$',
  '`',
  '?',
  ':x',
  '\n',
  '\r',
  ';',
  '…',
  'ä',
  '😀',
  '(',
  ')',
  ',',
];

function tricky(plant: Plant, chance: Chance, more: readonly string[] = []): string {
  const around = [...TRICKY, ...more];
  return chance.pick(around) + chance.pick(around) + plant(LETTERS) + chance.pick(around) + chance.pick(around);
}

/** A quote in it is doubled, and nothing else has a meaning. */
function standard(plant: Plant, chance: Chance): string {
  return `'${tricky(plant, chance, ["''", "''''"])}'`;
}

/** Backslashes escape. */
function escaped(quote: string): MakeLiteral {
  return (plant, chance) => {
    const content = tricky(plant, chance, [
      String.raw`\\`,
      String.raw`\n`,
      `\\${quote}`,
      `\\\\\\${quote}`,
      quote + quote,
    ]);
    return quote + content + quote;
  };
}

function dollars(plant: Plant, chance: Chance): string {
  const tag = chance.pick(['$$', '$q$', '$_body1$', '$ä$']);
  return `${tag}${tricky(plant, chance, ["'", "''"]).replaceAll('$', '')}${tag}`;
}

const numbers: readonly MakeLiteral[] = [
  (plant) => plant(DIGITS),
  (plant) => `${plant(DIGITS)}.5`,
  (plant) => `.${plant(DIGITS)}`,
  (plant) => `0x${plant('abcdef345678')}`,
  (plant) => `1.5e-${plant(DIGITS)}`,
  (plant) => `3.${plant(DIGITS)}e+7`,
];

const LITERALS: Readonly<Record<Dialect, readonly MakeLiteral[]>> = {
  postgresql: [
    ...numbers,
    standard,
    standard,
    dollars,
    (plant, chance) => `E${escaped("'")(plant, chance)}`,
    (plant, chance) => `e${escaped("'")(plant, chance)}\n'${plant(LETTERS)}\\''`,
    // With standard_conforming_strings off, backslashes escape here, too.
    escaped("'"),
    (plant) => `'${plant(LETTERS)}'\n  '${plant(LETTERS)}'`,
    (plant) => `U&'d!0061${plant(LETTERS)}' UESCAPE '!'`,
    (plant) => `X'${plant('abcdef0123')}'`,
    (plant) => `B'${plant('01')}${plant('01')}'`,
    (plant) => `DATE '${plant(LETTERS)}'`,
  ],
  mysql: [
    ...numbers,
    escaped("'"),
    escaped("'"),
    escaped('"'),
    (plant, chance) => `_utf8mb4${escaped("'")(plant, chance)}`,
    (plant, chance) => `N${escaped("'")(plant, chance)}`,
    (plant) => `x'${plant('abcdef0123')}'`,
    (plant) => `'${plant(LETTERS)}' "${plant(LETTERS)}"`,
    (plant) => `TIMESTAMP'${plant(LETTERS)}'`,
  ],
};

type MakeComment = (plant: Plant) => string;

/** What is said in a comment is gone, and a quote in it opens nothing. */
const COMMENTS: Readonly<Record<Dialect, readonly MakeComment[]>> = {
  postgresql: [
    (plant) => ` -- it's ${plant(LETTERS)}\n`,
    (plant) => ` --it's ${plant(LETTERS)}\r`,
    (plant) => `/* it's /* "${plant(LETTERS)} */ $$ */`,
  ],
  mysql: [
    (plant) => ` -- it's ${plant(LETTERS)}\n`,
    (plant) => ` --\t"${plant(LETTERS)}\n`,
    (plant) => ` # it's \`${plant(LETTERS)}\n`,
    (plant) => `/* it's /* "${plant(LETTERS)} */`,
  ],
};
