/** How each budgeted figure moved over the recorded runs. */
import { budgets, type Budget, type Limit } from '../budgets.js';
import type { RecordedRun } from '../trend.js';
import { trendChart, type Line } from './trend-chart.js';

/** Empty until two runs are there to be joined. */
export function trendSection(runs: readonly RecordedRun[]): string {
  const charts = budgets.flatMap((budget) => budget.limits.map((limit) => limitTrend(budget, limit, runs)));
  const shown = charts.filter((chart) => chart !== '');
  if (shown.length === 0) return '';
  const lead = 'One point per recorded run: blue on the newest Node, grey on others; the orange line is the budget.';
  return `<section><h2>Over time</h2><p>${lead}</p><div class="trends">${shown.join('\n')}</div></section>`;
}

function limitTrend({ title }: Budget, { figure, label, atMost }: Limit, runs: readonly RecordedRun[]): string {
  const lines = majorsOf(runs).map((major, index) => lineOf(figure, major, runs, index === 0));
  const shown = lines.filter(({ points }) => points.length > 1);
  if (shown.length === 0) return '';
  return trendChart(label === undefined ? title : `${title}, ${label}`, shown, atMost);
}

/** The newest first. */
function majorsOf(runs: readonly RecordedRun[]): number[] {
  return [...new Set(runs.map(({ node }) => Number.parseInt(node)))].toSorted((a, b) => b - a);
}

function lineOf(figure: string, major: number, runs: readonly RecordedRun[], isLeading: boolean): Line {
  const amounts = runs.filter(({ node }) => Number.parseInt(node) === major).map(({ values }) => values[figure]);
  const points = amounts.flatMap((y, x) => (y === undefined ? [] : [{ x, y }]));
  return { points, isLeading };
}
