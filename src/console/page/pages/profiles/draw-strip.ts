/** The ruler and the slices over a flame graph in the order of time. */
import { cssColour, lineColour } from '../../components/chart/theme.js';
import { formatDuration } from '../../format/duration.js';
import type { ProfileAnswer } from '../../../shapes/index.js';
import type { SpanSlice } from './time-order.js';
import type { ZoomRange } from './zoom.js';

export interface StripScene {
  readonly slices: readonly SpanSlice[];
  readonly spans: ProfileAnswer['spans'];
  readonly range: ZoomRange;
}

const RULER_PX = 16;
const SLICE_PX = 18;
export const STRIP_PX = RULER_PX + SLICE_PX + 2;

const TICK_PX = 90;
const LEAST_NAMED_PX = 30;

export function drawStrip(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, scene: StripScene): void {
  pen.textBaseline = 'middle';
  drawRuler(pen, canvas, scene.range);
  drawSlices(pen, canvas, scene);
}

export function sliceAt(
  canvas: HTMLCanvasElement,
  { offsetX, offsetY }: MouseEvent,
  slices: readonly SpanSlice[],
  { from, to }: ZoomRange,
): SpanSlice | undefined {
  if (offsetY < RULER_PX) return undefined;
  const [perPixel, at] = [(to - from) / canvas.clientWidth, from + (offsetX / canvas.clientWidth) * (to - from)];
  // The narrowest are still to be met.
  return slices.find(({ start, width }) => start <= at && at < start + Math.max(width, perPixel));
}

function drawRuler(pen: CanvasRenderingContext2D, canvas: HTMLCanvasElement, { from, to }: ZoomRange): void {
  const perPixel = (to - from) / canvas.clientWidth;
  const step = roundStep(perPixel * TICK_PX);
  pen.font = `11px ${cssColour(canvas, '--font')}`;
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const left = (at - from) / perPixel;
    pen.fillStyle = cssColour(canvas, '--line');
    pen.fillRect(left, 0, 1, STRIP_PX);
    pen.fillStyle = cssColour(canvas, '--text-quiet');
    pen.fillText(formatDuration(at / 1_000), left + 4, RULER_PX / 2);
  }
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10);
}

function drawSlices(
  pen: CanvasRenderingContext2D,
  canvas: HTMLCanvasElement,
  { slices, spans, range }: StripScene,
): void {
  const perPixel = (range.to - range.from) / canvas.clientWidth;
  const ground = cssColour(canvas, '--surface');
  const colours = Array.from({ length: 8 }, (_, place) => lineColour(canvas, place));
  for (const { span, start, width } of slices) {
    if (start + width < range.from || start > range.to) continue;
    const left = Math.max(0, (start - range.from) / perPixel);
    const right = Math.min(canvas.clientWidth, (start + width - range.from) / perPixel);
    const { route, name } = spans[span]!;
    pen.fillStyle = colours[placeOf(route ?? name)]!;
    pen.fillRect(left, RULER_PX, Math.max(1, right - left - 0.5), SLICE_PX);
    if (right - left < LEAST_NAMED_PX) continue;
    pen.fillStyle = ground;
    pen.fillText(fitted(pen, route ?? name, right - left - 8), left + 4, RULER_PX + SLICE_PX / 2);
  }
}

/** The same colour for the same route. */
function placeOf(name: string): number {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return hash % 8;
}

function fitted(pen: CanvasRenderingContext2D, text: string, room: number): string {
  const characters = Math.floor((text.length * room) / pen.measureText(text).width);
  return characters >= text.length ? text : `${text.slice(0, Math.max(1, characters - 1))}…`;
}
