/**
 * Where the bar of each span is drawn. A child's bar lies inside its parent's, also where the least width would carry it outside; what
 * really happened outside (work that nobody waited for, clocks that differ) is drawn apart, as an overhang.
 */
import type { SpanDetail } from '../../../shapes/index.js';
import { endMs, type SpanNode, type SpanTree } from './span-tree.js';
import { shareAt, type TimeWindow } from './time-scale.js';

/** In shares of the window's width; outside of 0 to 1 where one has zoomed in. */
export interface Stretch {
  readonly left: number;
  readonly right: number;
}

export interface SpanBar extends Stretch {
  readonly overhangs: readonly Stretch[];
}

export interface BarScale {
  readonly extent: TimeWindow;
  readonly window: TimeWindow;
  /** So wide is a bar at least: some pixels, as a share of the width. */
  readonly minShare: number;
}

export function spanBars({ nodes }: SpanTree, scale: BarScale): ReadonlyMap<string, SpanBar> {
  const whole = stretchOf(scale.extent, scale.window);
  const bars = new Map<string, SpanBar>();
  for (const { span, parent } of nodes) {
    const outer = parent === undefined ? whole : bars.get(parent.span.spanId)!;
    bars.set(span.spanId, barInside(outer, stretchOf(timesOf(span), scale.window), scale.minShare));
  }
  return bars;
}

/** The parts of a critical span that no critical child accounts for: together, they are the critical path. */
export function criticalStretches(
  { span, children }: SpanNode,
  criticalIds: ReadonlySet<string>,
  window: TimeWindow,
): readonly Stretch[] {
  if (!criticalIds.has(span.spanId)) return [];
  const covered = children.filter((child) => criticalIds.has(child.span.spanId)).map((child) => timesOf(child.span));
  return withoutParts(timesOf(span), covered).map((part) => stretchOf(part, window));
}

/** `part` as far as it lies within `bar`. */
export function clipped(part: Stretch, bar: Stretch): Stretch {
  return { left: limited(part.left, bar), right: limited(part.right, bar) };
}

function barInside(outer: Stretch, own: Stretch, minShare: number): SpanBar {
  const visible = clipped(own, outer);
  const width = Math.min(Math.max(visible.right - visible.left, minShare), outer.right - outer.left);
  const left = limited(own.left, { left: outer.left, right: outer.right - width });
  return { left, right: left + width, overhangs: overhangsOf(own, outer, minShare) };
}

/** What is narrower than the narrowest bar is rounding, not an event. */
function overhangsOf(own: Stretch, outer: Stretch, minShare: number): readonly Stretch[] {
  const before = { left: own.left, right: Math.min(own.right, outer.left) };
  const after = { left: Math.max(own.left, outer.right), right: own.right };
  return [before, after].filter(({ left, right }) => right - left > minShare);
}

function withoutParts(whole: TimeWindow, parts: readonly TimeWindow[]): readonly TimeWindow[] {
  const rest: TimeWindow[] = [];
  let fromMs = whole.fromMs;
  for (const part of parts.toSorted((one, other) => one.fromMs - other.fromMs)) {
    if (part.fromMs > fromMs) rest.push({ fromMs, toMs: Math.min(part.fromMs, whole.toMs) });
    fromMs = Math.max(fromMs, part.toMs);
  }
  if (fromMs < whole.toMs) rest.push({ fromMs, toMs: whole.toMs });
  return rest;
}

function timesOf(span: SpanDetail): TimeWindow {
  return { fromMs: span.offsetMs, toMs: endMs(span) };
}

function stretchOf({ fromMs, toMs }: TimeWindow, window: TimeWindow): Stretch {
  return { left: shareAt(fromMs, window), right: shareAt(toMs, window) };
}

function limited(share: number, { left, right }: Stretch): number {
  return Math.min(Math.max(share, left), right);
}
