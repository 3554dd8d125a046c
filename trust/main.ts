/** `npm run trust`: tries by force whether the module hurts, lies or leaks; `--help` lists the choices. */
import { join } from 'node:path';
import { readArguments, usage, type Request } from './arguments.js';
import type { Account, PartName } from './part.js';
import { parts } from './parts.js';
import type { Plant } from './planted/plant.js';
import { plantDefect } from './planted/planting.js';
import { plants } from './planted/plants.js';
import { accountTable, findingsText } from './report/account-table.js';
import { isHeld, runPart } from './run.js';
import { writeResults } from './report/results.js';

/** From trust/dist/trust. */
const root = join(__dirname, '..', '..', '..');
const recordFile = join(root, 'trust', 'results', 'long.json');

/** @returns whether nothing was lost */
async function tryAll(request: Request): Promise<boolean> {
  const accounts: Account[] = [];
  for (const name of request.parts) accounts.push(...(await tryRecorded(name, request)));
  tell(`\n${accountTable(accounts)}\n\nseed ${request.seed}\n`);
  const isAllHeld = accounts.every(isHeld);
  if (!isAllHeld) tell(`\nLost:\n${findingsText(accounts)}\n`);
  return isAllHeld;
}

async function tryRecorded(name: PartName, { length, seed }: Request): Promise<readonly Account[]> {
  const startedAtMs = performance.now();
  const accounts = await tryPart(root, name, length, seed);
  const minutes = Math.round((performance.now() - startedAtMs) / 6_000) / 10;
  if (length === 'long') writeResults(recordFile, name, { seed, minutes, accounts });
  return accounts;
}

async function tryPart(
  checkout: string,
  name: PartName,
  length: Request['length'],
  seed: number,
): Promise<readonly Account[]> {
  const part = parts[name];
  tell(`${name}: ${part.title}\n`);
  return runPart(join(checkout, 'trust', 'dist', 'trust'), name, part, { length, seed, seconds: part.seconds[length] });
}

/** @returns whether each planted defect was found by the part that must find it */
async function tryPlanted(request: Request): Promise<boolean> {
  const chosen = plants.filter((plant) => isChosen(plant, request));
  if (chosen.length === 0) throw new Error(`No defect is planted for ${request.parts.join(', ')}.`);
  let areAllFound = true;
  for (const plant of chosen) areAllFound = (await isFound(plant, request)) && areAllFound;
  return areAllFound;
}

function isChosen({ name, part }: Plant, { parts: names, planted }: Request): boolean {
  return names.includes(part) && (planted === 'all' || planted.includes(name));
}

async function isFound(plant: Plant, { length, seed }: Request): Promise<boolean> {
  const accounts = await tryPart(plantDefect(root, plant), plant.part, length, seed);
  const findings = accounts
    .filter(({ attackClass }) => attackClass.startsWith(plant.attackClass))
    .flatMap((account) => account.findings);
  tell(`  ${plant.name}: ${findings.length === 0 ? 'NOT FOUND' : `found, ${findings[0]!.fact}`}\n`);
  return findings.length > 0;
}

function tell(text: string): void {
  process.stdout.write(text);
}

async function main(): Promise<void> {
  try {
    const request = readArguments(process.argv.slice(2));
    if (request.isHelp) return tell(usage);
    process.exitCode = (await (request.planted === 'none' ? tryAll(request) : tryPlanted(request))) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

void main();
