/** How far single measurements lie apart, and whether they tell two builds from each other. */

export interface Spread {
  readonly lower: number;
  readonly upper: number;
}

/** Half of the samples lie between these quartiles. */
export function interquartile(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b);
  return { lower: quantile(sorted, 0.25), upper: quantile(sorted, 0.75) };
}

/** Between two neighbours in proportion, as R and NumPy do by default. */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.ceil(position);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
}

/**
 * The two-sided sign test: how likely so many of the ratios lie on one side of 1, or more, when nothing differs. It asks only
 * which of each pair was dearer, so that one disturbed pair weighs no more than any other.
 */
export function signTest(ratios: readonly number[]): number {
  const above = ratios.filter((ratio) => ratio > 1).length;
  const below = ratios.filter((ratio) => ratio < 1).length;
  return Math.min(1, 2 * atMostHeads(Math.min(above, below), above + below));
}

/** The probability that a fair coin shows heads at most `heads` times in `throws`. */
function atMostHeads(heads: number, throws: number): number {
  let term = 0.5 ** throws;
  let sum = term;
  for (let count = 1; count <= heads; count++) {
    term *= (throws - count + 1) / count;
    sum += term;
  }
  return sum;
}
