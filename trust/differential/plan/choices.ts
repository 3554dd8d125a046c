/** Choices that a seed decides. */
import { randomFrom } from '../../../test/support/random.js';

export class Choices {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  isTrue(share = 0.5): boolean {
    return this.next() < share;
  }

  /** From 0 to below the end. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  oneOf<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** Up to so many of them, none twice, in any order. */
  someOf<T>(values: readonly T[], max: number): readonly T[] {
    const left = [...values];
    const count = this.below(Math.min(max, left.length) + 1);
    return Array.from({ length: count }, () => left.splice(this.below(left.length), 1)[0]!);
  }
}
