/** Choices that a seed repeats. */
import { randomFrom } from '../../test/support/random.js';

export class Dice {
  private readonly random: () => number;

  constructor(readonly seed: number) {
    this.random = randomFrom(seed);
  }

  /** A whole number from 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.random() * end);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }

  shuffled<T>(all: readonly T[]): T[] {
    return all
      .map((one) => [this.random(), one] as const)
      .toSorted(([left], [right]) => left - right)
      .map(([, one]) => one);
  }

  /** True in so many of all cases, from 0 to 1. */
  chance(share: number): boolean {
    return this.random() < share;
  }

  /** For a part of its own, so that what one part throws does not change the others. */
  another(): Dice {
    return new Dice(this.below(2 ** 31));
  }
}
