/** Lines over a few points: how a figure moved from run to run. */
import { amount } from '../amount.js';
import { escaped, svg, text } from './markup.js';
import { linearScale, type Range, type Scale } from './scale.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly points: readonly Point[];
  /** The one that is looked at; others are beside it. */
  readonly isLeading: boolean;
}

const TREND = { width: 240, height: 96 };
const TREND_PLOT = { x: { from: 6, to: 190 }, y: { from: 82, to: 14 } };

/** A small one of many: a line per Node over the recorded runs, the budget across it. */
export function trendChart(title: string, lines: readonly Line[], budget: number): string {
  const points = lines.flatMap((line) => line.points);
  const x = linearScale({ from: 0, to: Math.max(...points.map((point) => point.x)) }, TREND_PLOT.x);
  const y = linearScale(withMargins([budget, ...points.map((point) => point.y)]), TREND_PLOT.y);
  const budgetLine = `<line class="budget" x1="0" x2="${TREND_PLOT.x.to}" y1="${y.at(budget)}" y2="${y.at(budget)}"/>`;
  const body = [budgetLine, ...lines.map((line) => trendLine(line, x, y))];
  return `<figure class="trend"><figcaption>${escaped(title)}</figcaption>${svg(TREND.width, TREND.height, title, body)}</figure>`;
}

function withMargins(values: readonly number[]): Range {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const margin = Math.max((highest - lowest) * 0.1, 0.01);
  return { from: lowest - margin, to: highest + margin };
}

/** Only the leading one says its last value: two numbers would lie on each other. */
function trendLine({ points, isLeading }: Line, x: Scale, y: Scale): string {
  const places = points.map((point) => ({ x: x.at(point.x), y: y.at(point.y) }));
  const line = `<polyline class="line" points="${places.map((place) => `${place.x},${place.y}`).join(' ')}"/>`;
  if (!isLeading) return `<g class="field">${line}</g>`;
  const dots = places.map((place) => `<circle class="point" cx="${place.x}" cy="${place.y}" r="3"/>`);
  const last = places.at(-1)!;
  const value = text(amount(points.at(-1)!.y), { x: last.x + 9, y: last.y + 4, className: 'value' });
  return `<g class="ours">${line}${dots.join('')}${value}</g>`;
}
