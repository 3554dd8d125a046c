/** Work that begins and ends in one of several ways. What it measured is between what the driver saw from within and from without. */
import type { Dice } from '../dice.js';
import type { Work } from './work.js';

/** Bounds of a duration, as seen from outside of the library. */
export interface Seen {
  readonly leastMs: number;
  readonly mostMs: number;
}

export interface OpenAndShut<T> {
  /** Begins one and notes it. */
  readonly open: () => T | Promise<T>;
  /** The ways in which it may end; each notes what is its own. */
  readonly ends: readonly ((one: T) => void | Promise<void>)[];
  /** Notes what every end has in common. */
  readonly ended?: (one: T, seen: Seen) => void;
  /** @default 12 */
  readonly maxOpen?: number;
}

interface Open<T> {
  readonly one: T;
  readonly askedAtMs: number;
  readonly openedAtMs: number;
}

export function openAndShut<T>(dice: Dice, { open, ends, ended, maxOpen = 12 }: OpenAndShut<T>): Work {
  const opened: Open<T>[] = [];
  const begin = async (): Promise<void> => {
    const askedAtMs = performance.now();
    const one = await open();
    opened.push({ one, askedAtMs, openedAtMs: performance.now() });
  };
  const end = async ({ one, askedAtMs, openedAtMs }: Open<T>): Promise<void> => {
    const leastMs = performance.now() - openedAtMs;
    await dice.pick(ends)(one);
    ended?.(one, { leastMs, mostMs: performance.now() - askedAtMs });
  };
  return {
    step: () => {
      const mayBegin = opened.length === 0 || (opened.length < maxOpen && dice.chance(0.5));
      return mayBegin ? begin() : end(opened.splice(dice.below(opened.length), 1)[0]!);
    },
    finish: async () => {
      for (const one of opened.splice(0)) await end(one);
    },
  };
}
