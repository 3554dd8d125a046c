/** Inputs made of real ones: cut, doubled, spliced, sprinkled with oddities. */
import type { Chance } from './chance.js';
import { oddities } from './oddities.js';

/** Characters; what grows with the input is looked at by `growth.ts`. */
const MAX_LENGTH = 3_000;
const MAX_STEPS = 5;

/** One attempt in eight is a real input as it stands. */
export function mutated(corpus: readonly string[], chance: Chance): string {
  let text = chance.pick(corpus);
  if (chance.oneIn(8)) return text;
  for (let steps = 1 + chance.below(MAX_STEPS); steps > 0; steps--) {
    text = chance.pick(MUTATIONS)(text, chance, corpus).slice(0, MAX_LENGTH);
  }
  return text;
}

type Mutation = (text: string, chance: Chance, corpus: readonly string[]) => string;

const MUTATIONS: readonly Mutation[] = [
  insertOddity,
  insertOddity,
  replaceCharacter,
  removeRange,
  doubleRange,
  swapCase,
  splice,
  join,
  repeatFragment,
];

function insertOddity(text: string, chance: Chance): string {
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + chance.pick(oddities) + text.slice(at);
}

function replaceCharacter(text: string, chance: Chance): string {
  const at = chance.below(text.length);
  const code = chance.oneIn(4) ? chance.below(0x10000) : chance.below(128);
  return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
}

function removeRange(text: string, chance: Chance): string {
  const [start, end] = rangeOf(text, chance);
  return text.slice(0, start) + text.slice(end);
}

function doubleRange(text: string, chance: Chance): string {
  const [start, end] = rangeOf(text, chance);
  return text.slice(0, end) + text.slice(start);
}

function swapCase(text: string, chance: Chance): string {
  const [start, end] = rangeOf(text, chance);
  const range = text.slice(start, end);
  return text.slice(0, start) + (chance.oneIn(2) ? range.toUpperCase() : range.toLowerCase()) + text.slice(end);
}

/** The beginning of one and the end of another. */
function splice(text: string, chance: Chance, corpus: readonly string[]): string {
  const other = chance.pick(corpus);
  return text.slice(0, chance.below(text.length + 1)) + other.slice(chance.below(other.length + 1));
}

function join(text: string, chance: Chance, corpus: readonly string[]): string {
  return text + chance.pick(SEPARATORS) + chance.pick(corpus);
}

const SEPARATORS = ['', ' ', ',', ', ', ';', '\n', '&', '='];

function repeatFragment(text: string, chance: Chance): string {
  const fragment = chance.oneIn(2) ? chance.pick(oddities) : text.slice(...rangeOf(text, chance));
  const at = chance.below(text.length + 1);
  return text.slice(0, at) + fragment.repeat(1 + chance.below(40)) + text.slice(at);
}

function rangeOf(text: string, chance: Chance): [start: number, end: number] {
  const start = chance.below(text.length + 1);
  return [start, Math.min(text.length, start + 1 + chance.below(12))];
}
