/** Something that reads what comes from outside, and what it promises. */
import type { Chance } from './inputs/chance.js';

export interface Target {
  /** Attempts are counted as `fuzz.<name>`. */
  readonly name: string;
  /** Inputs as the world sends them; what is tried is made of these. */
  readonly corpus: readonly string[];
  /**
   * Puts the input to the test. What it throws is lost, too.
   * @param chance for choices of its own; the same for the same attempt
   * @returns what does not hold, with what was seen; undefined where all holds
   */
  readonly check: (input: string, chance: Chance) => string | undefined;
  /** The reading alone, for measuring how its time grows. */
  readonly read?: (input: string) => unknown;
}

/** `undefined` where both are alike, by their JSON. */
export function difference(what: string, seen: unknown, wanted: unknown): string | undefined {
  const [is, shouldBe] = [shown(seen), shown(wanted)];
  return is === shouldBe ? undefined : `${what} is ${is}, and should be ${shouldBe}`;
}

/** As JSON in ASCII, so that every character can be seen. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.replaceAll(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
