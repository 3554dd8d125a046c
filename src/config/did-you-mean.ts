/** Finds the name somebody probably meant. */

/** The candidate fewest typing slips away; undefined when all are farther than `maxSlips`. Case does not count. */
export function nearestName(
  word: string,
  candidates: Iterable<string>,
  maxSlips: number = Math.max(2, Math.floor(word.length / 3)),
): string | undefined {
  let nearest: string | undefined;
  let fewestSlips = maxSlips + 1;
  for (const candidate of candidates) {
    const slips = countSlips(word.toLowerCase(), candidate.toLowerCase());
    if (slips < fewestSlips) [nearest, fewestSlips] = [candidate, slips];
  }
  return nearest;
}

/** Levenshtein's edit distance, one row at a time. */
function countSlips(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = at(previous, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, at(previous, column) + 1, at(current, column - 1) + 1));
    }
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
