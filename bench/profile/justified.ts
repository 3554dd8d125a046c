/**
 * Functions of ours that may take more than 3 % of a request's CPU, each with the reason. A name here is a debt: take it out
 * when the profile no longer shows the function above the limit.
 */
export const justified: Readonly<Record<string, string>> = {};

const HEADER = ['function', 'why it may take more than 3 % of a request'] as const;

/** Header and rows of the table in `bench/README.md`, which a test compares. */
export function justifiedRows(): readonly (readonly [string, string])[] {
  return [HEADER, ...Object.entries(justified).map(([name, reason]) => [`\`${name}\``, reason] as const)];
}
