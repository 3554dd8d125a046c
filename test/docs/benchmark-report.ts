/** The tables of bench/README.md and of the README's costs, from the results on disk. */
import { join } from 'node:path';
import { justifiedRows } from '../../bench/profile/justified.js';
import { readmeTable, requestTables } from '../../bench/report/readme-table.js';
import { root, table } from './generated.js';

const results = join(root, 'bench/results');

export const benchmarkReport = {
  benchmark: () => readmeTable(results),
  'benchmark-requests': () => requestTables(results),
  justified: () => table(justifiedRows()[0]!, justifiedRows().slice(1)),
};
