/** The short tables of the README: some of the options, and some of the costs, from where the long ones come from. */
import { join } from 'node:path';
import { budgetTable } from '../../../bench/report/budget-table.js';
import { markdownTable } from '../../../bench/report/table.js';
import { budgets } from '../../../bench/report/budgets.js';
import { measuredOf, readAllResults } from '../../../bench/report/results.js';
import { optionTable } from '../../../src/config/index.js';
import { code, root, table } from '../generated.js';

/** @param paths of options, separated by commas */
export function someOptions(paths: string): string {
  const rows = paths.split(',').map((path) => {
    const row = optionTable.find((option) => option.path === path);
    if (row === undefined) throw new Error(`${path} is no option`);
    return [code(row.path), row.defaultText, row.env.slice(0, 2).map(code).join(', '), row.description];
  });
  return table(['option', 'default', 'environment', 'what it does'], rows);
}

/** @param figures one of each row that is to be shown, separated by commas */
export function someCosts(figures: string): string {
  const rows = figures.split(',').map((figure) => {
    const row = budgets.find(({ limits }) => limits.some((limit) => limit.figure === figure));
    if (row === undefined) throw new Error(`${figure} is no figure of the budgets`);
    return row;
  });
  const measured = readAllResults(join(root, 'bench/results')).map(measuredOf);
  return markdownTable(budgetTable(measured, rows));
}
