/** The benchmark's table in Markdown, for the documents that show it: from the results alone, with when, on what and how. */
import { budgetTable } from './budget-table.js';
import { markdownTable } from './table.js';
import { conditionsText, methodsText } from './conditions-text.js';
import { platformNames, platforms } from './budgets.js';
import { fieldTable } from './field-table.js';
import { measuredOf, readAllResults } from './results.js';

/** Every budget, what was measured, and how to measure it again. */
export function readmeTable(resultsFolder: string): string {
  const results = readAllResults(resultsFolder);
  const table = markdownTable(budgetTable(results.map(measuredOf)));
  const conditions = results.length === 0 ? NOTHING_YET : conditionsText(results).join(' ');
  const methods = methodsText(results).map((method) => `- ${method}`);
  return [table, conditions, ...(methods.length === 0 ? [] : [methods.join('\n')]), REPEAT].join('\n\n');
}

const NOTHING_YET = 'Nothing has been recorded yet.';

const REPEAT =
  'Every value is the median of samples taken side by side, in alternation; `bench/results/` holds them all, and ' +
  'a page of plots. Measure again with `npm run bench`, or a part of it: `npm run bench -- requests`.';

/** Everything known of a request with each contender, on the newest Node. */
export function requestTables(resultsFolder: string): string {
  const [newest] = readAllResults(resultsFolder).map(measuredOf);
  if (newest === undefined) return NOTHING_YET;
  const tables = platforms.map((platform) => [
    `${platformNames[platform]}, Node ${newest.nodeMajor}:`,
    markdownTable(fieldTable(platform, newest)),
  ]);
  return tables.flat().join('\n\n');
}
