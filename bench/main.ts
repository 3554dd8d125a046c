/** `npm run bench`: what the module costs, against budgets and beside the field; `--help` lists the choices. */
import { join } from 'node:path';
import { readArguments, usage, type Measurement, type Request } from './arguments.js';
import { compare } from './compare/compare.js';
import { measure } from './measure.js';
import { budgetTable } from './report/budget-table.js';
import { budgetsOf } from './report/budgets.js';
import { writePage } from './report/page/page.js';
import { textTable } from './report/table.js';

const benchFolder = join(__dirname, '..');
const resultsFolder = join(benchFolder, 'results');

/** @returns the exit code */
async function answer(request: Request): Promise<number> {
  switch (request.ask) {
    case 'help':
      return tell(usage);
    case 'report':
      return tell(`${writePage(resultsFolder)}\n`);
    case 'compare':
      return tell(await compare(request, benchFolder));
    case 'measure':
      return measureAndJudge(request);
  }
}

async function measureAndJudge(wanted: Measurement): Promise<number> {
  const runs = await measure(wanted, benchFolder);
  if (!wanted.isShort) writePage(resultsFolder);
  tell(`\n${textTable(budgetTable(runs, budgetsOf(wanted.parts)))}\n`);
  const failures = runs.flatMap((run) => run.failures.map((failure) => `Node ${run.nodeMajor}: ${failure}`));
  if (failures.length > 0) tell(`\nFailed:\n${failures.join('\n')}\n`);
  return failures.length === 0 ? 0 : 1;
}

function tell(text: string): number {
  process.stdout.write(text);
  return 0;
}

async function main(): Promise<void> {
  try {
    process.exitCode = await answer(readArguments(process.argv.slice(2)));
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

void main();
