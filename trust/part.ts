/** What a part of the trust run is, and the account that every part gives of itself. */

/** `short` runs in CI, `usual` is what a maintainer runs before a release, `long` is recorded with its machine and date. */
export const lengths = ['short', 'usual', 'long'] as const;
export type Length = (typeof lengths)[number];

/** As given on the command line: `npm run trust -- fuzz attack`. */
export const partNames = [
  'differential',
  'faults',
  'fuzz',
  'load',
  'conservation',
  'attack',
  'secrets',
  'shutdown',
  'mutation',
] as const;
export type PartName = (typeof partNames)[number];

export interface Part {
  /** What it proves, in half a sentence. */
  readonly title: string;
  /** Relative to the compiled folder of the parts, such as `fuzz/main.js`; it is a process of its own. */
  readonly script: string;
  /** How long it may go on trying, in seconds; what it does at least once takes what it takes. */
  readonly seconds: Readonly<Record<Length, number>>;
}

/** Something that the library promised and did not hold. */
export interface Finding {
  /** What was seen, and what should have been. */
  readonly fact: string;
  /** All that is needed to see it again: seed, input, request. */
  readonly reproduce: string;
}

/** One class of attempts: what was tried, how often, and what was lost by it. */
export interface Account {
  /** Stable and dotted, such as `fuzz.traceparent`. */
  readonly attackClass: string;
  readonly tried: number;
  readonly findings: readonly Finding[];
  /** Measured on the way, with their units: `{ 'heap growth': '0.4 %' }`. */
  readonly figures: Readonly<Record<string, string>>;
}
