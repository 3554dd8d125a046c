/** An order of chance that can be had again. */
import { randomFrom } from '../../test/support/random.js';

export function shuffled<T>(list: readonly T[], seed: number): readonly T[] {
  const random = randomFrom(seed);
  const drawn = list.map((one) => ({ one, at: random() }));
  return drawn.toSorted((a, b) => a.at - b.at).map(({ one }) => one);
}
