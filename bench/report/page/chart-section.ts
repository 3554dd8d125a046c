/** One planned chart, drawn from the results: the newest Node as bars, the others as rings. */
import type { Figure } from '../../part.js';
import { limitOf } from '../budgets.js';
import type { Measured } from '../budget-table.js';
import { axisOf, barChart, type Bar } from './bars.js';
import type { ChartPlan, Panel } from './chart-plans.js';
import { escaped } from './markup.js';

/** In the ids of figures that are not ours. */
const RIVALS = /\b(auto|bare|interceptor|nestjs-otel|nestjs-pino|observe|opentelemetry|prom|sentry)\b/;

/** Empty when none of its figures was measured. */
export function chartSection(plan: ChartPlan, measured: readonly Measured[]): string {
  const panels = plan.panels.map((panel) => ({ title: panel.title, bars: barsOf(plan, panel, measured) }));
  const shown = panels.filter(({ bars }) => bars.length > 0);
  if (shown.length === 0) return '';
  const axis = axisOf(
    plan.scale,
    plan.baseline,
    shown.flatMap(({ bars }) => bars),
  );
  const charts = shown.map(({ title, bars }) => barChart(title, axis, bars));
  return `<section><h2>${escaped(plan.heading)}</h2><p>${escaped(plan.lead)}</p>${charts.join('\n')}</section>`;
}

function barsOf(plan: ChartPlan, panel: Panel, [newest, ...others]: readonly Measured[]): Bar[] {
  if (newest === undefined) return [];
  const chosen = [...newest.figures.values()].filter(
    ({ id, unit }) => panel.figures.test(id) && plan.units.includes(unit),
  );
  if (plan.isSorted) chosen.sort((a, b) => a.value - b.value);
  return chosen.map((figure) => ({ ...barOf(figure, others), label: labelOf(figure, plan, panel) }));
}

function barOf({ id, value, samples, proof }: Figure, others: readonly Measured[]): Omit<Bar, 'label'> {
  const budget = limitOf(id)?.atMost;
  return {
    value,
    samples,
    proof,
    isOurs: !RIVALS.test(id),
    elsewhere: others.map(({ figures }) => figures.get(id)?.value).filter((other) => other !== undefined),
    ...(budget !== undefined && { budget }),
  };
}

/** Without what the chart says already. */
function labelOf({ title }: Figure, { said }: ChartPlan, panel: Panel): string {
  const words = title.replace(said, '').split(', ');
  return words.filter((word) => word.toLowerCase() !== panel.title.toLowerCase()).join(', ');
}
