// Tables and bar charts: one line per value of the key, one column per query, the largest first.
import { colorOf, escaped } from './svg.mjs';
import { inUnit } from './units.mjs';

export function table(panel, answers) {
  const { key, columns, rows } = joined(panel, answers);
  if (rows.length === 0) return undefined;
  const head = [...key, ...columns].map((name) => `<th>${escaped(name)}</th>`).join('');
  const lineOf = ({ labels, values }) => {
    const texts = [
      ...key.map((name) => labels[name] ?? ''),
      ...values.map((value, at) => shown(value, columns[at], panel)),
    ];
    return `<tr>${texts.map((text) => `<td>${escaped(text)}</td>`).join('')}</tr>`;
  };
  return `<table class="data"><tr>${head}</tr>${rows.map(lineOf).join('')}</table>`;
}

export function bars(panel, answers) {
  const { key, columns, rows } = joined(panel, answers);
  if (rows.length === 0) return undefined;
  const most = Math.max(...rows.flatMap(({ values }) => values.filter(Number.isFinite)));
  const bar = (value, at) => {
    const style = `width:${((value ?? 0) / most) * 80}%;background:${colorOf(at)}`;
    return `<div class="bar"><i style="${style}"></i>${shown(value, columns[at], panel)}</div>`;
  };
  const lineOf = ({ labels, values }) =>
    `<tr><td>${escaped(key.map((name) => labels[name]).join(' · '))}</td><td>${values.map(bar).join('')}</td></tr>`;
  return `<table class="data">${rows.map(lineOf).join('')}</table>`;
}

function joined({ transformations }, answers) {
  const columns = answers.map(({ query }) => query.legendFormat);
  const { indexByName, renameByName } = transformations.find(({ id }) => id === 'organize').options;
  const key = Object.keys(indexByName).filter((name) => !(name in renameByName));
  const rows = new Map();
  for (const [column, { series }] of answers.entries())
    for (const { labels, points } of series) rowOf(labels, { rows, key }).values[column] = points.at(-1)[1];
  const filled = [...rows.values()].map((row) => ({ ...row, values: columns.map((_, column) => row.values[column]) }));
  return { key, columns, rows: filled.toSorted((a, b) => (b.values[0] ?? 0) - (a.values[0] ?? 0)) };
}

function rowOf(labels, { rows, key }) {
  const id = key.map((name) => labels[name]).join('\n');
  if (!rows.has(id)) rows.set(id, { labels, values: [] });
  return rows.get(id);
}

function shown(value, column, { fieldConfig: { defaults, overrides } }) {
  if (value === undefined) return '';
  const override = overrides.find(({ matcher }) => matcher.options === column);
  return inUnit(value, override?.properties.find(({ id }) => id === 'unit').value ?? defaults.unit);
}
