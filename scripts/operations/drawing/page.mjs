// A dashboard as a page: every panel where Grafana would put it, drawn from what Prometheus answers.
import { answersTo } from './answers.mjs';
import { heatmap } from './heatmap.mjs';
import { lines } from './lines.mjs';
import { numbers } from './numbers.mjs';
import { escaped } from './svg.mjs';
import { bars, table } from './tables.mjs';

const columns = 24;
const cell = { width: 66, height: 38 };
const gap = 8;
/** Of a panel's own: title and padding. */
const frame = { width: 16, height: 36 };

const drawings = { timeseries: lines, stat: numbers, table, barchart: bars, heatmap };

/** @returns { html, width, height, empty }: the page, its size in pixels, and titles of panels without an answer */
export async function pageOf(dashboard, period) {
  const variables = chosenAtFirst(dashboard);
  const panels = await Promise.all(dashboard.panels.map((panel) => drawn(panel, { ...period, variables })));
  const height = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h)) * cell.height + 60;
  const empty = panels.filter(({ isEmpty }) => isEmpty).map(({ title }) => title);
  const body = `<h1>${escaped(dashboard.title)}</h1><main>${panels.map(({ html }) => html).join('\n')}</main>`;
  return {
    html: `<!doctype html><meta charset="utf-8"><style>${style}</style>${body}`,
    width: columns * cell.width + 24,
    height,
    empty,
  };
}

function chosenAtFirst({ templating: { list } }) {
  const filters = list.filter(({ type }) => type === 'query');
  const patternOf = ({ current: { value }, allValue }) => (value.includes('$__all') ? allValue : value.join('|'));
  return Object.fromEntries(filters.map((variable) => [variable.name, patternOf(variable)]));
}

async function drawn(panel, period) {
  const { type, title, gridPos } = panel;
  if (type === 'row') return { title, html: box(gridPos, `<h2>${escaped(title)}</h2>`, 'row'), isEmpty: false };
  const size = {
    width: gridPos.w * cell.width - gap - frame.width,
    height: gridPos.h * cell.height - gap - frame.height,
  };
  const content = drawings[type](panel, await answersTo(panel, period), { ...period, ...size });
  const html = box(gridPos, `<h3>${escaped(title)}</h3>${content ?? '<p class="missing">No data</p>'}`, type);
  return { title, html, isEmpty: content === undefined };
}

function box({ x, y, w, h }, content, type) {
  const place = [
    `left:${x * cell.width}px`,
    `top:${y * cell.height}px`,
    `width:${w * cell.width - gap}px`,
    `height:${h * cell.height - gap}px`,
  ];
  return `<section class="${type}" style="${place.join(';')}">${content}</section>`;
}

const style = `
body { margin: 12px; background: #111217; color: #ccccdc; font: 12px Inter, "DejaVu Sans", sans-serif }
h1 { font-size: 18px; margin: 4px 0 12px } h2 { font-size: 14px; margin: 6px 0 } h3 { font-size: 13px; margin: 0 0 6px }
main { position: relative }
section { position: absolute; box-sizing: border-box; overflow: hidden }
section:not(.row) { background: #181b1f; border: 1px solid #2a2d33; border-radius: 3px; padding: 7px }
.axis { fill: #9a9aac; font-size: 11px } .grid { stroke: #2a2d33 }
.legend { font-size: 11px } .legend span { margin-right: 10px; white-space: nowrap }
.legend i { display: inline-block; width: 12px; height: 3px; margin: 0 5px 3px 0 }
table { width: 100%; border-collapse: collapse } td, th { text-align: left; padding: 1px 6px; white-space: nowrap }
.legend td:not(:first-child), .legend th:not(:first-child) { text-align: right; width: 70px }
.data td, .data th { padding: 5px 8px; border-bottom: 1px solid #2a2d33 }
.bar i { display: inline-block; height: 10px; margin-right: 6px }
.number { font-size: 34px; font-weight: 600; padding: 14px 6px } .number small { font-size: 13px; color: #9a9aac }
.missing { color: #9a9aac; text-align: center; font-size: 15px; padding-top: 40px }
`;
