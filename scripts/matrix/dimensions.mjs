// What the package is tried with: the values of each dimension, which of their combinations exist, and the few that CI runs.

const dimensions = {
  nest: ['11.1', '12'],
  module: ['cjs', 'esm'],
  platform: ['express', 'fastify'],
  node: ['20.19', '22', '24', '26'],
  installer: ['npm', 'pnpm', 'yarn', 'yarn-pnp'],
  tests: ['jest', 'vitest'],
  typescript: ['5.9', '6', '7'],
  otel: ['2', '3'],
  peers: ['required', 'all', 'oldest'],
};

/** Every peer at the oldest release that package.json permits. */
const oldestPeers = parseCell(
  'nest=11.1 module=cjs platform=express node=20.19 installer=npm tests=jest typescript=5.9 otel=2 peers=oldest',
);

/** Combinations that cannot be installed or run whatever we do, each with its reason. */
const exclusions = [
  {
    reason: 'OpenTelemetry 3.x needs Node 22.15',
    applies: ({ node, otel }) => node === '20.19' && otel === '3',
  },
  {
    reason: "TypeScript 7 is a native program, and knows no Plug'n'Play",
    applies: ({ installer, typescript }) => installer === 'yarn-pnp' && typescript === '7',
  },
  {
    reason: 'the oldest peers stand together in one cell',
    applies: (cell) => cell.peers === 'oldest' && !matches(cell, oldestPeers),
  },
];

/** Every value of every dimension at least once. */
export const diagonal = [
  'nest=12 module=esm platform=fastify node=24 installer=npm tests=vitest typescript=7 otel=3 peers=required',
  'nest=11.1 module=cjs platform=express node=20.19 installer=pnpm tests=jest typescript=5.9 otel=2 peers=all',
  'nest=12 module=cjs platform=express node=22 installer=yarn tests=jest typescript=6 otel=3 peers=all',
  'nest=11.1 module=esm platform=fastify node=26 installer=yarn-pnp tests=vitest typescript=5.9 otel=2 peers=required',
].map(parseCell);

/** What a cell named only in part is filled up with, where it can be. */
const usual = diagonal[0];

const isPossible = (cell) => exclusions.every(({ applies }) => !applies(cell));

/** Every cell that can be. */
export function allCells() {
  const cells = Object.entries(dimensions).reduce(
    (begun, [name, values]) => begun.flatMap((cell) => values.map((value) => ({ ...cell, [name]: value }))),
    [{}],
  );
  return cells.filter(isPossible);
}

/**
 * The possible cell that has these values and otherwise as many of the usual ones as can be.
 * @throws Error when there is none
 */
export function completeCell(part) {
  const usualValues = (cell) => Object.keys(usual).filter((name) => cell[name] === usual[name]).length;
  const [nearest] = allCells()
    .filter((cell) => matches(cell, part))
    .toSorted((left, right) => usualValues(right) - usualValues(left));
  if (nearest !== undefined) return nearest;
  const reasons = exclusions.map(({ reason }) => reason).join('; ');
  throw new Error(`There is no cell ${describeCell(part)}. Excluded: ${reasons}.`);
}

export const matches = (cell, part) => Object.entries(part).every(([name, value]) => cell[name] === value);

/**
 * `nest=12,node=24` or `nest=12 node=24` as an object.
 * @throws Error that names what is not a dimension or not one of its values
 */
export function parseCell(text) {
  const part = Object.fromEntries(text.split(/[\s,]+/).map((assignment) => assignment.split('=')));
  for (const [name, value] of Object.entries(part)) {
    if (!Object.hasOwn(dimensions, name)) throw new Error(`${name} is none of ${Object.keys(dimensions).join(', ')}.`);
    if (!dimensions[name].includes(value))
      throw new Error(`${name} is one of ${dimensions[name].join(', ')}; got ${value}.`);
  }
  return part;
}

export const describeCell = (cell) =>
  Object.entries(cell)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
