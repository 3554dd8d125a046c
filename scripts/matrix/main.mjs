// npm run matrix: the packed package in fresh applications, over all that users combine it with.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { allPairs } from './all-pairs.mjs';
import { allCells, completeCell, diagonal, matches, parseCell } from './dimensions.mjs';
import { packRepository, readTarball } from './packed.mjs';
import { describeResults } from './report.mjs';
import { appendResult, isGreen, readResults, secondsOf } from './results.mjs';
import { bundlesTask, cellTask, tarballTask } from './tasks.mjs';
import { prepareMachine } from './tools.mjs';

const usage = `Usage: npm run matrix -- [options]

Packs the package, checks the tarball, and installs it into a fresh application per cell, where every step is taken: install,
types, compile, start, test. Without an option: every two values of two dimensions stand together in one cell at least (all
pairs), and an application is bundled.

  --diagonal       the few cells that CI runs, and no bundles
  --cell PARTS     one cell, e.g. nest=11.1,node=24; what is not named is filled up
  --only PARTS     of all these cells, those that match
  --package        no cells: the tarball and the bundles
  --tarball FILE   try this package, not a fresh build of this repository
  --resume FILE    append each result to FILE as a JSON line, and leave out what is green there
  --list           print the cells as JSON lines and run none
  --report FILE    print the table of the results in FILE and run none
`;

const { values } = parseArgs({
  options: {
    diagonal: { type: 'boolean' },
    cell: { type: 'string' },
    only: { type: 'string' },
    package: { type: 'boolean' },
    tarball: { type: 'string' },
    resume: { type: 'string' },
    list: { type: 'boolean' },
    report: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

try {
  process.exitCode = await main();
} catch ({ message }) {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
}

async function main() {
  if (values.help) return say(usage);
  if (values.report !== undefined) return report(readResults(values.report));
  const cells = chosenCells();
  if (values.list) return say(cells.map((cell) => JSON.stringify(cell)).join('\n'));
  return report(await run(cells));
}

function chosenCells() {
  const only = values.only === undefined ? {} : parseCell(values.only);
  return baseCells().filter((cell) => matches(cell, only));
}

function baseCells() {
  if (values.package) return [];
  if (values.cell !== undefined) return [completeCell(parseCell(values.cell))];
  return values.diagonal ? diagonal : allPairs(allCells(), diagonal);
}

/** The folder stays when something failed: it holds what the failed commands printed, and the application. */
async function run(cells) {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-observability-matrix-'));
  const tarball = values.tarball === undefined ? packRepository(folder) : resolve(values.tarball);
  const results = [];
  for (const { name, work } of tasksFor(cells, { library: readTarball(tarball), machine: await prepareMachine() }))
    results.push(knownResult(name) ?? (await runTask(work, folder)));
  if (results.every(isGreen)) rmSync(folder, { recursive: true });
  return results;
}

/** Who asks for single cells has seen what holds for all. */
function tasksFor(cells, context) {
  const tasks = cells.map((cell) => cellTask(cell, context));
  if (values.cell !== undefined || values.only !== undefined) return tasks;
  const bundles = values.diagonal ? [] : [bundlesTask(context)];
  return [tarballTask(context), ...bundles, ...tasks];
}

function knownResult(name) {
  if (values.resume === undefined) return undefined;
  return readResults(values.resume).find((result) => result.cell === name && isGreen(result));
}

async function runTask(work, folder) {
  const own = mkdtempSync(join(folder, 'cell-'));
  const result = await work(own);
  say(`${isGreen(result) ? 'green ' : 'FAILED'} ${result.cell} (${secondsOf(result)} s)`);
  if (values.resume !== undefined) appendResult(values.resume, result);
  if (isGreen(result)) rmSync(own, { recursive: true });
  return result;
}

function report(results) {
  say(`\n${describeResults(results)}`);
  return results.every(isGreen) ? 0 : 1;
}

function say(text) {
  process.stdout.write(`${text.trimEnd()}\n`);
  return 0;
}
