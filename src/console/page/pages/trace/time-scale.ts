/** From milliseconds of a trace to shares of the width on which it is drawn: 0 is the left edge, 1 the right one. */
import type { SpanDetail } from '../../../shapes/index.js';
import { endMs } from './span-tree.js';

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface Tick {
  readonly atMs: number;
  readonly share: number;
}

/** A trace of no length is drawn as a microsecond. */
const MIN_EXTENT_MS = 0.001;
/** So near to a mark, in milliseconds of a window, rounding alone makes the difference. */
const ROUNDING = 1e-9;

export function extentOf(spans: readonly SpanDetail[]): TimeWindow {
  const fromMs = spans.reduce((least, span) => Math.min(least, span.offsetMs), 0);
  const toMs = spans.reduce((most, span) => Math.max(most, endMs(span)), 0);
  return { fromMs, toMs: Math.max(toMs, fromMs + MIN_EXTENT_MS) };
}

export function shareAt(atMs: number, { fromMs, toMs }: TimeWindow): number {
  return (atMs - fromMs) / (toMs - fromMs);
}

export function msAt(share: number, { fromMs, toMs }: TimeWindow): number {
  return fromMs + share * (toMs - fromMs);
}

/** Round numbers inside the window, at most `maxCount` of them, the window's own begin left out. */
export function ticksOf(window: TimeWindow, maxCount: number): readonly Tick[] {
  const stepMs = roundStep((window.toMs - window.fromMs) / Math.max(maxCount, 1));
  const first = Math.floor(window.fromMs / stepMs + ROUNDING) + 1;
  const last = Math.floor(window.toMs / stepMs + ROUNDING);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => {
    const atMs = rounded((first + index) * stepMs);
    return { atMs, share: shareAt(atMs, window) };
  });
}

/** What two ends of a drag, in any order, select of a window; undefined for a mere click. */
export function draggedWindow(fromShare: number, toShare: number, window: TimeWindow): TimeWindow | undefined {
  const [left, right] = [limited(Math.min(fromShare, toShare)), limited(Math.max(fromShare, toShare))];
  if (right - left < 0.005) return undefined;
  return { fromMs: msAt(left, window), toMs: msAt(right, window) };
}

/** In the URL: `12.5~80`. */
export function windowText({ fromMs, toMs }: TimeWindow): string {
  return `${rounded(fromMs)}~${rounded(toMs)}`;
}

export function readWindow(text: string | null, extent: TimeWindow): TimeWindow {
  const [fromMs, toMs] = (text ?? '').split('~').map(Number);
  if (fromMs === undefined || toMs === undefined || !(fromMs < toMs)) return extent;
  const inside = { fromMs: Math.max(fromMs, extent.fromMs), toMs: Math.min(toMs, extent.toMs) };
  return inside.fromMs < inside.toMs ? inside : extent;
}

/** 1, 2 or 5 times a power of ten. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * (1 - ROUNDING)) ?? 10;
  return factor * power;
}

function limited(share: number): number {
  return Math.min(Math.max(share, 0), 1);
}

/** To a nanosecond: what is finer is an artefact of the arithmetic. */
function rounded(ms: number): number {
  return Math.round(ms * 1e6) / 1e6;
}
