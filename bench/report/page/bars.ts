/** Horizontal bars: a contender a row, its samples as dots, its budget as a mark, its numbers written beside it. */
import { amount } from '../amount.js';
import { escaped, svg, text } from './markup.js';
import { linearScale, logScale, type Range, type Scale } from './scale.js';

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly samples: readonly number[];
  readonly isOurs: boolean;
  readonly budget?: number;
  /** Shown where the pointer rests. */
  readonly proof: string;
  /** The same on other Nodes. */
  readonly elsewhere: readonly number[];
}

/** What charts that are to be compared with each other share. */
export interface BarAxis {
  readonly scale: 'linear' | 'log';
  /** Where bars begin: what costs as much as that with which it is compared. */
  readonly baseline: number;
  readonly range: Range;
}

export function axisOf(scale: 'linear' | 'log', baseline: number, bars: readonly Bar[]): BarAxis {
  const values = bars.flatMap(({ value, elsewhere, budget = value }) => [baseline, value, budget, ...elsewhere]);
  const [lowest, highest] = [Math.min(...values), Math.max(...values, baseline + 0.05)];
  const margin = (highest - lowest) * 0.06;
  const range =
    scale === 'log'
      ? { from: lowest === baseline ? baseline : lowest / 1.3, to: highest * 1.15 }
      : { from: baseline === 0 ? 0 : lowest - margin, to: highest + margin };
  return { scale, baseline, range };
}

const WIDTH = 1000;
const ROW_HEIGHT = 26;
const HEAD_HEIGHT = 22;
const LABEL_END_X = 388;
const PLOT: Range = { from: 400, to: 840 };
const VALUE_END_X = 900;
const BUDGET_X = 910;

export function barChart(title: string, { scale, baseline, range }: BarAxis, bars: readonly Bar[]): string {
  const axis = scale === 'log' ? logScale(range, PLOT) : linearScale(range, PLOT);
  const height = HEAD_HEIGHT + bars.length * ROW_HEIGHT + 4;
  const rows = bars.map((bar, index) => row(bar, axis, axis.at(baseline), HEAD_HEIGHT + (index + 0.5) * ROW_HEIGHT));
  const body = [...grid(axis, height), baselineMark(axis.at(baseline), height), ...rows];
  return `<figure><figcaption>${escaped(title)}</figcaption>${svg(WIDTH, height, title, body)}</figure>`;
}

function grid(axis: Scale, height: number): string[] {
  return axis.ticks.map((tick) => {
    const x = axis.at(tick);
    const line = `<line class="grid" x1="${x}" x2="${x}" y1="${HEAD_HEIGHT - 4}" y2="${height}"/>`;
    return line + text(String(tick), { x, y: 12, anchor: 'middle', className: 'tick' });
  });
}

function baselineMark(x: number, height: number): string {
  return `<line class="baseline" x1="${x}" x2="${x}" y1="${HEAD_HEIGHT - 4}" y2="${height}"/>`;
}

function row(bar: Bar, axis: Scale, baselineX: number, middle: number): string {
  const end = axis.at(bar.value);
  const box = `x="${Math.min(baselineX, end)}" width="${Math.max(1, Math.abs(end - baselineX)).toFixed(1)}"`;
  return [
    `<g class="${bar.isOurs ? 'ours' : 'field'}">`,
    `<title>${escaped(bar.proof)}</title>`,
    text(bar.label, { x: LABEL_END_X, y: middle + 4, anchor: 'end', className: 'contender' }),
    `<rect class="bar" ${box} y="${middle - 7}" height="14" rx="2"/>`,
    ...bar.samples.map((sample) => `<circle class="sample" cx="${axis.at(sample)}" cy="${middle}" r="1.6"/>`),
    ...bar.elsewhere.map((value) => `<circle class="elsewhere" cx="${axis.at(value)}" cy="${middle}" r="4"/>`),
    text(amount(bar.value), { x: VALUE_END_X, y: middle + 4, anchor: 'end', className: 'value' }),
    budgetMark(bar, axis, middle),
    '</g>',
  ].join('');
}

function budgetMark({ value, budget }: Bar, axis: Scale, middle: number): string {
  if (budget === undefined) return '';
  const x = axis.at(budget);
  const mark = `<line class="budget" x1="${x}" x2="${x}" y1="${middle - 11}" y2="${middle + 11}"/>`;
  const className = value > budget ? 'missed' : 'held';
  return mark + text(`≤ ${budget}${value > budget ? ' ✗' : ''}`, { x: BUDGET_X, y: middle + 4, className });
}
