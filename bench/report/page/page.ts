/** `results/index.html`: one page of plots that asks for nothing outside itself, made from the results alone. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { budgetTable, type Measured } from '../budget-table.js';
import type { Table } from '../table.js';
import { platformNames, platforms } from '../budgets.js';
import { conditionsText, methodsText } from '../conditions-text.js';
import { fieldTable } from '../field-table.js';
import { measuredOf, readAllResults, type Results } from '../results.js';
import { readTrend, type RecordedRun } from '../trend.js';
import { chartPlans } from './chart-plans.js';
import { chartSection } from './chart-section.js';
import { escaped } from './markup.js';
import { style } from './style.js';
import { trendSection } from './trend-section.js';

/**
 * @returns the path of the page
 * @throws Error when there are no results
 */
export function writePage(resultsFolder: string): string {
  const results = readAllResults(resultsFolder);
  if (results.length === 0)
    throw new Error(`There are no results in ${resultsFolder}. Fix: measure first, npm run bench.`);
  const file = join(resultsFolder, 'index.html');
  writeFileSync(file, page(results, readTrend(resultsFolder)));
  return file;
}

/** @param results the newest Node first */
export function page(results: readonly Results[], trend: readonly RecordedRun[]): string {
  const measured = results.map(measuredOf);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>What observability costs</title><style>${style}</style></head><body>`,
    '<h1>What observability costs</h1>',
    `<p>${LEAD}</p>`,
    legend(measured.map(({ nodeMajor }) => nodeMajor)),
    ...chartPlans.map((plan) => chartSection(plan, measured)),
    trendSection(trend),
    `<section><h2>Budgets</h2>${htmlTable(budgetTable(measured))}</section>`,
    ...fieldSections(measured),
    `<section><h2>How it was measured</h2>${[...conditionsText(results), ...methodsText(results)].map(paragraph).join('\n')}</section>`,
    '</body></html>\n',
  ].join('\n');
}

const LEAD =
  'All of this was measured side by side, in alternation; each value is the median of its samples. The shorter a bar, ' +
  'the cheaper.';

function legend([newest, ...others]: readonly number[]): string {
  const entries = [
    `bar: median on Node ${newest}, blue is ours`,
    'dot: one sample',
    ...others.map((major) => `ring: median on Node ${major}`),
    'orange mark: budget',
  ];
  return `<ul class="legend">${entries.map((entry) => `<li>${entry}</li>`).join('')}</ul>`;
}

function fieldSections([newest]: readonly Measured[]): string[] {
  const tables = platforms.map((platform) => ({ platform, table: fieldTable(platform, newest!) }));
  return tables
    .filter(({ table }) => table.rows.length > 0)
    .map(
      ({ platform, table }) => `<section><h2>The field on ${platformNames[platform]}</h2>${htmlTable(table)}</section>`,
    );
}

function paragraph(content: string): string {
  return `<p>${escaped(content)}</p>`;
}

function htmlTable({ header, rows }: Table): string {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>${line('th', header)}${rows.map((cells) => line('td', cells)).join('\n')}</table>`;
}
