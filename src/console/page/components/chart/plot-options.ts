/** What uPlot is told: thin lines, few ticks in the metric's unit, colours of the theme, a y axis that includes the dots. */
import uPlot from 'uplot';
import { formatSeconds } from '../../format/time.js';
import type { PlotInput } from './use-plot.js';
import { cssColour, isSecondRound, lineColour } from './theme.js';

export interface PlotListeners {
  onDraw(plot: uPlot): void;
  onCursor(plot: uPlot): void;
}

/** Twenty lines have eight colours. */
const DASH = [5, 3];
const FONT = '11px system-ui, sans-serif';
/** No finer than what a tick says: the charts of a process that has just started would say the same second again and again. */
const TIME_STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600].map((seconds) => seconds * 1_000);
const POWERS_OF_TWO = Array.from({ length: 60 }, (_, exponent) => 2 ** (exponent - 10));

export function plotOptions(element: HTMLElement, input: PlotInput, listeners: PlotListeners): uPlot.Options {
  const { heightPx, lines, syncKey } = input;
  return {
    ms: 1,
    width: element.clientWidth,
    height: heightPx,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    // What was drawn goes out with the next values; a selection of time belongs to the page.
    cursor: { sync: { key: syncKey }, drag: { x: false, y: false }, points: { size: 6 }, y: false },
    scales: { x: { time: true }, y: { range: (_, min, max) => rangeWith(input, min, max) } },
    axes: [timeAxis(element), valueAxis(element, input)],
    series: [{}, ...lines.map((line, place) => lineOptions(element, line.colour ?? place))],
    hooks: { draw: [listeners.onDraw], setCursor: [listeners.onCursor] },
  };
}

function lineOptions(element: HTMLElement, colour: number): uPlot.Series {
  const stroke = (): string => lineColour(element, colour);
  return {
    stroke,
    width: 1.5,
    ...(isSecondRound(colour) && { dash: DASH }),
    points: { show: true, size: 4, fill: stroke, filter: loneValues },
  };
}

/** A value between two gaps makes no line; without a point it would not be seen. */
function loneValues(plot: uPlot, place: number): number[] {
  const values = plot.data[place]!;
  const isGap = (index: number): boolean => values[index] === null || values[index] === undefined;
  const lone: number[] = [];
  for (let index = 0; index < values.length; index++)
    if (!isGap(index) && isGap(index - 1) && isGap(index + 1)) lone.push(index);
  return lone;
}

/** From zero, so that heights compare, and up to the highest dot. */
function rangeWith({ dots }: PlotInput, min: number | null, max: number | null): [number, number] {
  const values = dots.map(({ value }) => value);
  const low = Math.min(0, min ?? 0, ...values);
  const high = Math.max(max ?? 0, ...values);
  return [low * 1.05, high <= low ? low + 1 : high * 1.08];
}

function timeAxis(element: HTMLElement): uPlot.Axis {
  return {
    ...axis(element),
    size: 24,
    space: 72,
    incrs: TIME_STEPS_MS,
    values: (_, splits, __, ___, stepMs) => splits.map((timeMs) => timeText(timeMs, stepMs < 60_000)),
  };
}

function valueAxis(element: HTMLElement, { quantity }: PlotInput): uPlot.Axis {
  return {
    ...axis(element),
    space: 32,
    // As wide as the widest tick is, and as that of a heat map at least, so that charts of a page stand below each other.
    size: (_, ticks) => Math.max(64, 14 + 6.4 * Math.max(0, ...(ticks ?? []).map((tick) => tick.length))),
    values: (_, splits) => quantity.ticks(splits),
    ...(quantity.tickBase === 2 && { incrs: POWERS_OF_TWO }),
  };
}

function axis(element: HTMLElement): uPlot.Axis {
  const faint = (): string => cssColour(element, '--line');
  return {
    font: FONT,
    stroke: () => cssColour(element, '--text-quiet'),
    gap: 6,
    grid: { stroke: faint, width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
}

function timeText(timeMs: number, hasSeconds: boolean): string {
  return formatSeconds(timeMs).slice(0, hasSeconds ? undefined : 5);
}
