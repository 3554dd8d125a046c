// A time series panel: lines, axes, and the legend with last and greatest values where the panel has many series.
import { Axes } from './axes.mjs';
import { colorOf, element, escaped } from './svg.mjs';
import { inUnit } from './units.mjs';

const legendLine = 18;
const shownInTable = 4;

export function lines({ fieldConfig: { defaults, overrides }, options }, answers, { width, height, fromS, toS }) {
  const series = answers
    .flatMap((answer) => answer.series)
    .filter(({ points }) => points.some(isNumber))
    .map((each, index) => ({ ...each, color: ownColor(each, overrides) ?? colorOf(index) }));
  if (series.length === 0) return undefined;
  const legend = options.legend.displayMode === 'table' ? table(series, defaults.unit) : list(series);
  const rows = options.legend.displayMode === 'table' ? Math.min(series.length, shownInTable) + 1 : 1;
  const graph = { width, height: height - rows * legendLine - 6, fromS, toS, ...rangeOf(series, defaults) };
  return graphOf(series, new Axes(graph), defaults.unit) + legend;
}

function ownColor({ legend }, overrides) {
  const override = overrides.find(({ matcher }) => matcher.options === legend);
  return override?.properties.find(({ id }) => id === 'color')?.value.fixedColor;
}

function graphOf(series, axes, unit) {
  const paths = series.map(({ points, color }) =>
    element('path', { d: pathOf(points, axes), fill: 'none', stroke: color, 'stroke-width': 1.5 }),
  );
  return element(
    'svg',
    { width: axes.width, height: axes.height },
    [...axes.values(unit), ...axes.times(), ...paths].join(''),
  );
}

/** Interrupted where a value is missing. */
function pathOf(points, axes) {
  const stepS = Math.min(...points.slice(1).map(([time], index) => time - points[index][0]));
  const numbers = points.filter(isNumber);
  return numbers
    .map(([time, value], index) => {
      const isGap = index === 0 || time - numbers[index - 1][0] > stepS * 1.5;
      return `${isGap ? 'M' : 'L'}${axes.x(time).toFixed(1)},${axes.y(value).toFixed(1)}`;
    })
    .join('');
}

function rangeOf(series, { min, max }) {
  const values = series.flatMap(({ points }) => points.filter(isNumber).map(([, value]) => value));
  const least = min ?? Math.min(...values);
  const most = max ?? Math.max(...values) * 1.05;
  return { least, most: most > least ? most : least + 1 };
}

function isNumber([, value]) {
  return Number.isFinite(value);
}

function list(series) {
  return `<div class="legend">${series.map(named).join(' ')}</div>`;
}

function table(series, unit) {
  const rows = series
    .map((each) => ({ name: named(each), values: each.points.filter(isNumber).map(([, value]) => value) }))
    .toSorted((a, b) => b.values.at(-1) - a.values.at(-1));
  const lineOf = ({ name, values }) =>
    `<tr><td>${name}</td><td>${inUnit(values.at(-1), unit)}</td><td>${inUnit(Math.max(...values), unit)}</td></tr>`;
  const more = rows.length > shownInTable ? ` (${rows.length} lines)` : '';
  return `<table class="legend"><tr><th>Name${more}</th><th>Last</th><th>Max</th></tr>${rows.slice(0, shownInTable).map(lineOf).join('')}</table>`;
}

function named({ legend, color }) {
  return `<span><i style="background:${color}"></i>${escaped(legend)}</span>`;
}
