/**
 * Two builds of the module side by side: each pair measures A and B with the very same code, and gives B ÷ A per figure. The
 * figures are ratios inside one process, so that what differs from process to process cancels out.
 */
import type { Comparison } from '../arguments.js';
import { locateNode } from '../nodes.js';
import type { Figure, PartName } from '../part.js';
import { loadBuild, type Build } from './build.js';
import { comparisonText, type Pair } from './comparison.js';

const PAIRS = 12;
const SHORT_PAIRS = 6;

/** @returns what is to be told */
export async function compare(wanted: Comparison, benchFolder: string): Promise<string> {
  const { a, b, parts, nodeMajor, isShort } = wanted;
  const execPath = locateNode(nodeMajor);
  const builds = [loadBuild('compared-a', a, benchFolder), loadBuild('compared-b', b, benchFolder)] as const;
  const pairs: Pair[] = [];
  for (const number of Array(isShort ? SHORT_PAIRS : PAIRS).keys()) {
    pairs.push(await measurePair(builds, parts, execPath, number % 2 === 0));
    process.stderr.write(`pair ${number + 1} is measured\n`);
  }
  return `${comparisonText(pairs)}\nA is ${a}, B is ${b}; Node ${nodeMajor}.\n`;
}

/** Every other pair begins with B, so that a drift of the machine cancels out. */
async function measurePair(
  [a, b]: readonly [Build, Build],
  parts: readonly PartName[],
  execPath: string,
  isAFirst: boolean,
): Promise<Pair> {
  const first = await measureBuild(isAFirst ? a : b, parts, execPath);
  const second = await measureBuild(isAFirst ? b : a, parts, execPath);
  return isAFirst ? { a: first, b: second } : { a: second, b: first };
}

async function measureBuild(build: Build, parts: readonly PartName[], execPath: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const part of parts)
    for await (const figure of build.parts[part].measure({ isShort: true, execPath })) figures.push(figure);
  return figures;
}
