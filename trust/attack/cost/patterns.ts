/** Stalls by text: every pattern of the build takes a time that grows as its text does, whatever stands in it. */
import { Script } from 'node:vm';
import type { Trial } from '../../harness/trial.js';
import { pumpsFor, type Pump } from './pattern-inputs.js';
import { allPatterns, type FoundPattern } from './pattern-list.js';

const PATTERNS = 'attack.pattern';
/** Time of a text this long tells a pattern that is linear from one that is not, on any machine. */
const SCREENED_LENGTH = 4_096;
const SUSPICIOUS_MS = 1;
/** A text four times as long: 4 for a linear pattern, 16 for a quadratic one. */
const LONGER = 4;
const MAX_RATIO = 9;
const LIMIT_MS = 2_000;
const TRIES = 3;

/** Patterns that meet short texts only, whoever sent them: a slow one is no danger there. By what they begin with. */
const SHORT: ReadonlyMap<string, string> = new Map([
  [String.raw`^[\da-f]*[1-9a-f]`, 'ids whose length was looked at before'],
  [String.raw`(\\*)"[^"]*$`, 'the 256 characters in front of a card number'],
  [String.raw` \[as .*\]$`, 'a line of a stack, cut at 1,000 characters'],
  [String.raw`(\d+)px`, 'font sizes, of the library that draws charts'],
  [String.raw`[\w.+-]{1,64}@`, 'a message, cut at 1,000 characters'],
  ['[0-9.]+px', 'font sizes, of the library that draws charts'],
]);

export function tryPatterns(trial: Trial): void {
  const patterns = allPatterns();
  trial.expect(PATTERNS, patterns.length > 200, `only ${patterns.length} patterns were found`, 'allPatterns');
  for (const found of patterns) tryPattern(trial, found);
  trial.figure(PATTERNS, 'patterns', String(patterns.length));
}

function tryPattern(trial: Trial, { pattern, file }: FoundPattern): void {
  if ([...SHORT.keys()].some((beginning) => pattern.source.startsWith(beginning))) return;
  const pumps = pumpsFor(pattern);
  trial.tried(PATTERNS, pumps.length);
  for (const pump of slowAmong(pattern, pumps)) {
    const fact = growth(pattern, pump);
    const reproduce = `dist/${file}, repeated: ${JSON.stringify(pump(40))}`;
    if (fact !== undefined) return trial.lost(PATTERNS, `${String(pattern).slice(0, 300)} ${fact}`, reproduce);
  }
}

/** One look at each. Where the limit breaks it off, what was under way is slow, and what was to come is not looked at. */
function slowAmong(pattern: RegExp, pumps: readonly Pump[]): readonly Pump[] {
  const slow: Pump[] = [];
  let current: Pump | undefined;
  const look = (): void => {
    for (current of pumps) {
      const text = current(SCREENED_LENGTH);
      const startedAt = performance.now();
      match(pattern, text);
      if (performance.now() - startedAt > SUSPICIOUS_MS) slow.push(current);
    }
  };
  return isWithinLimit(look) ? slow : [...slow, current!];
}

function growth(pattern: RegExp, pump: Pump): string | undefined {
  const length = SCREENED_LENGTH * LONGER;
  const [short, long] = [leastMs(pattern, pump(SCREENED_LENGTH)), leastMs(pattern, pump(length))];
  const ratio = long / short;
  if (short < SUSPICIOUS_MS || (long < LIMIT_MS && ratio < MAX_RATIO)) return undefined;
  return `takes ${long.toFixed(1)} ms for ${length} characters, ${ratio.toFixed(1)} times as long as for a quarter of them`;
}

function leastMs(pattern: RegExp, text: string): number {
  return Math.min(...Array.from({ length: TRIES }, () => timeMs(pattern, text)));
}

function timeMs(pattern: RegExp, text: string): number {
  let ms = LIMIT_MS;
  isWithinLimit(() => {
    const startedAt = performance.now();
    match(pattern, text);
    ms = performance.now() - startedAt;
  });
  return ms;
}

/** V8 can break off a match. */
function isWithinLimit(work: () => void): boolean {
  try {
    WORK.runInNewContext({ work }, { timeout: LIMIT_MS });
    return true;
  } catch {
    return false;
  }
}

const WORK = new Script('work()');

/** Everywhere, as a global pattern replaces. */
function match(pattern: RegExp, text: string): void {
  pattern.lastIndex = 0;
  if (pattern.global) text.replace(pattern, '');
  else pattern.test(text);
}
