/** The tables of docs/28-trust.md: what is tried, which defects are planted, and the long runs that are on record. */
import { join } from 'node:path';
import { lengths, type Part } from '../../trust/part.js';
import { parts } from '../../trust/parts.js';
import { plants } from '../../trust/planted/plants.js';
import { figuresText } from '../../trust/report/account-table.js';
import { readResults, type PartResults } from '../../trust/report/results.js';
import { code, root, table } from './generated.js';

const recorded = join(root, 'trust/results/long.json');

export const trustReport = {
  'trust-parts': () => table(['part', 'what it proves', ...lengths], Object.entries(parts).map(partRow)),
  'trust-plants': () =>
    table(
      ['defect', 'found by', 'class'],
      plants.map(({ name, part, attackClass }) => [name, code(part), code(attackClass)]),
    ),
  'trust-long': () => longRuns(),
};

function partRow([name, { title, seconds }]: [string, Part]): string[] {
  return [code(name), title, ...lengths.map((length) => timeText(seconds[length]))];
}

function timeText(seconds: number): string {
  return seconds < 300 ? `${seconds} s` : `${seconds / 60} min`;
}

function longRuns(): string {
  const runs = Object.entries(readResults(recorded));
  return runs.length === 0 ? 'No long run is on record yet.' : runs.map(partRun).join('\n\n');
}

function partRun([part, { date, machine, seed, minutes, accounts }]: [string, PartResults]): string {
  const rows = accounts.map((account) => [
    code(account.attackClass),
    account.tried.toLocaleString('en'),
    String(account.findings.length),
    figuresText(account),
  ]);
  const heading = `### ${part} on ${date}`;
  return `${heading}\n\n${minutes} minutes, ${machine}, seed ${seed}.\n\n${table(['class', 'tried', 'lost', 'figures'], rows)}`;
}
