/** Texts that make a careless pattern try again and again: parts of what it matches, repeated, with an end that it cannot match. */

/** What classes of characters stand for, and what parts texts. */
const CHARACTERS = [
  ...'aA0 _-.:/\\"\'=,;@%&<>([{*#$?|+~!^',
  '\t',
  '\n',
  '\r\n',
  'é',
  'ab',
  'a.',
  'a ',
  ' a',
  '0.',
  '\\"',
  '//',
  '--',
];
const END = 'a\u0000\n!';
const MAX_PART = 6;

/** Makes a text of about so many characters. */
export type Pump = (length: number) => string;

export function pumpsFor(pattern: RegExp): readonly Pump[] {
  const parts = wordsOf(pattern).flatMap((word) => partsOf(word));
  return [...CHARACTERS.map((part) => ['', part] as const), ...parts].map(
    ([beginning, part]): Pump =>
      (length) =>
        beginning + part.repeat(Math.ceil(length / part.length)) + END,
  );
}

/** A beginning that matches so far, and what behind it is repeated. */
function partsOf(example: string): readonly (readonly [string, string])[] {
  const cuts = [0, Math.floor(example.length / 2), Math.max(0, example.length - 1)];
  const behind = cuts.map((at) => [example.slice(0, at), example.slice(at, at + MAX_PART)] as const);
  const whole = ['a', ' ', '0'].map((part) => [example, part] as const);
  return [['', example], ...behind, ...whole].filter(([, part]) => part !== '') as (readonly [string, string])[];
}

/** Longer literal parts of the pattern: what stands in front of the part that repeats. */
function wordsOf({ source }: RegExp): readonly string[] {
  const plain = source.replaceAll(/\\[bBdDsSwWpP](?:\{[^}]*\})?/g, ' ').replaceAll(/\\(.)/g, '$1');
  return [...new Set(plain.match(/[\w@:/-]{3,}/g) ?? [])].slice(0, 8);
}
