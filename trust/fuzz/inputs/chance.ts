/** Random choices that a seed repeats. */
import { randomFrom } from '../../../test/support/random.js';

export class Chance {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = randomFrom(seed);
  }

  /** A whole number of 0 or more, below `limit`. */
  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** True once in so many times. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  /** So many letters or digits of `alphabet`. */
  text(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet[this.below(alphabet.length)]).join('');
  }
}

/** The seed of one attempt: FNV-1a over the seed of the run, the name of the target and the number of the attempt. */
export function seedOf(runSeed: number, name: string, attempt: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${runSeed}/${name}/${attempt}`) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  }
  return hash;
}
