// A small set of cells in which every two values that can stand together do stand together once: most faults of packaging
// need two conditions at most, and thousands of cells take days.

/**
 * Greedy: always the cell with the most pairs that none before has. The same cells give the same answer.
 * @param first cells that are chosen anyway
 */
export function allPairs(cells, first = []) {
  const missing = new Set(cells.flatMap(pairsOf));
  const chosen = [];
  const choose = (cell) => {
    for (const pair of pairsOf(cell)) missing.delete(pair);
    chosen.push(cell);
  };
  for (const cell of first) choose(cell);
  while (missing.size > 0) choose(mostOf(cells, (cell) => pairsOf(cell).filter((pair) => missing.has(pair)).length));
  return chosen;
}

function pairsOf(cell) {
  const values = Object.entries(cell).map(([name, value]) => `${name}=${value}`);
  return values.flatMap((first, index) => values.slice(index + 1).map((second) => `${first} ${second}`));
}

function mostOf(cells, count) {
  let most = { count: -1 };
  for (const cell of cells) {
    const found = { cell, count: count(cell) };
    if (found.count > most.count) most = found;
  }
  return most.cell;
}
