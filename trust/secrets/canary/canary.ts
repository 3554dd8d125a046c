/** A secret that sings: nobody else has it, so wherever it is heard, it came out of the cage. */

export interface Canary {
  /** What kind of secret it is: `password, logfmt`. */
  readonly kind: string;
  /** A sentence with the secret in it, which says by itself that it is one. */
  readonly text: string;
  /** The same as a field: by its name, or by the shape of its value. */
  readonly field: readonly [name: string, value: string];
  /** The parts that are nobody else's; each must not come out in any form. */
  readonly cores: readonly string[];
  /** Harmless and as rare: shows that what came in did come out. */
  readonly witness: string;
}

/** Random letters and digits, the same for the same seed. */
export class Hatchery {
  constructor(readonly random: () => number) {}

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }

  text(length: number, alphabet = LETTERS_AND_DIGITS): string {
    return Array.from({ length }, () => alphabet[Math.floor(this.random() * alphabet.length)]).join('');
  }

  digits(length: number): string {
    return this.text(length, '0123456789');
  }

  shuffled<T>(list: readonly T[]): T[] {
    const rest = [...list];
    for (let at = rest.length - 1; at > 0; at--) {
      const other = Math.floor(this.random() * (at + 1));
      [rest[at], rest[other]] = [rest[other]!, rest[at]!];
    }
    return rest;
  }
}

const LETTERS_AND_DIGITS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
