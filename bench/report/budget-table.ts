/** The table of budgets, as rows of text: what is allowed, what was measured per Node, and what the field costs beside it. */
import type { Figure } from '../part.js';
import { amount } from './amount.js';
import { BUDGET_NODE_MAJOR, budgets, type Budget, type Limit, type Rival } from './budgets.js';
import type { Table } from './table.js';
import { verdictOf } from './verdict.js';

export interface Measured {
  readonly nodeMajor: number;
  readonly figures: ReadonlyMap<string, Figure>;
}

export function budgetTable(measured: readonly Measured[], rows: readonly Budget[] = budgets): Table {
  // The field stands beside the Node that the budgets are for.
  const field = measured.find(({ nodeMajor }) => nodeMajor === BUDGET_NODE_MAJOR) ?? measured[0];
  return {
    header: [
      'figure',
      'budget',
      ...measured.map(({ nodeMajor }) => `Node ${nodeMajor}`),
      'the field, measured beside it',
    ],
    rows: rows.map((row) => [
      titleCell(row),
      budgetCell(row.limits),
      ...measured.map(({ figures }) => perLimit(row.limits, (limit) => measuredText(limit, figures.get(limit.figure)))),
      field === undefined ? '–' : fieldCell(field.figures, row.field),
    ]),
  };
}

function titleCell({ title, limits }: Budget): string {
  const labels = limits.map(({ label }) => label).filter((label) => label !== undefined);
  return labels.length === 0 ? title : `${title} (${labels.join(' / ')})`;
}

function budgetCell(limits: readonly Limit[]): string {
  const stretch = limits.every((limit) => limit.stretch !== undefined)
    ? `; stretch ${perLimit(limits, (limit) => String(limit.stretch))}`
    : '';
  return `≤ ${perLimit(limits, allowedText)}${stretch}`;
}

function allowedText({ atMost, resolution }: Limit): string {
  return resolution === undefined ? String(atMost) : `${atMost} ± ${resolution}`;
}

function measuredText(limit: Limit, figure: Figure | undefined): string {
  if (figure === undefined) return '–';
  return verdictOf(limit, figure) === 'met' ? amount(figure.value) : `${amount(figure.value)} missed`;
}

/** One text where all limits of the row have the same. */
function perLimit(limits: readonly Limit[], text: (limit: Limit) => string): string {
  const texts = limits.map(text);
  return new Set(texts).size === 1 ? texts[0]! : texts.join(' / ');
}

function fieldCell(figures: ReadonlyMap<string, Figure>, rivals: readonly Rival[] = []): string {
  const texts = rivals.map(({ name, figures: ids }) => {
    const values = ids
      .map((id) => figures.get(id))
      .map((figure) => (figure === undefined ? '–' : amount(figure.value)));
    return `${name} ${values.join(' / ')}`;
  });
  return texts.length === 0 ? '–' : texts.join('; ');
}
