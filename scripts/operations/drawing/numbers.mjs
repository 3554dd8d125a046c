// A stat panel: the last value, large, in the colour of the threshold it has passed.
import { escaped } from './svg.mjs';
import { inUnit } from './units.mjs';

export function numbers({ fieldConfig: { defaults }, options }, answers) {
  const series = answers.flatMap((answer) => answer.series);
  if (series.length === 0) return `<div class="number missing">${escaped(defaults.noValue)}</div>`;
  const hasNames = options.textMode === 'value_and_name';
  return series.map(({ legend, points }) => number(points.at(-1)[1], hasNames ? legend : '', defaults)).join('');
}

function number(value, name, { unit, thresholds: { steps } }) {
  const { color } = steps.findLast((step) => step.value === null || value >= step.value);
  return `<div class="number" style="color:${color}">${inUnit(value, unit)} <small>${escaped(name)}</small></div>`;
}
