/**
 * The span tree as an icicle: time from left to right, children below their parent. Siblings that ran at once do not hide each other:
 * the later one goes a lane deeper.
 */
import { endMs, type SpanNode, type SpanTree } from './span-tree.js';
import type { TimeWindow } from './time-scale.js';

export interface FlameBlock extends TimeWindow {
  readonly node: SpanNode;
  /** 0 is the uppermost. */
  readonly lane: number;
}

export interface Flame {
  readonly blocks: readonly FlameBlock[];
  readonly laneCount: number;
}

export function flameOf({ nodes }: SpanTree): Flame {
  const lanes: TimeWindow[][] = [];
  const placed = new Map<SpanNode, FlameBlock>();
  for (const node of nodes) {
    const times = timesWithin(node, placed);
    const lane = freeLane(lanes, times, node.parent === undefined ? 0 : placed.get(node.parent)!.lane + 1);
    (lanes[lane] ??= []).push(times);
    placed.set(node, { node, lane, ...times });
  }
  return { blocks: [...placed.values()], laneCount: lanes.length };
}

/** A child is as wide as the part of it that lies in its parent: what is below something, is part of it. */
function timesWithin({ span, parent }: SpanNode, placed: ReadonlyMap<SpanNode, FlameBlock>): TimeWindow {
  const times = { fromMs: span.offsetMs, toMs: endMs(span) };
  if (parent === undefined) return times;
  const outer = placed.get(parent)!;
  const fromMs = Math.min(Math.max(times.fromMs, outer.fromMs), outer.toMs);
  return { fromMs, toMs: Math.max(Math.min(times.toMs, outer.toMs), fromMs) };
}

function freeLane(lanes: readonly TimeWindow[][], times: TimeWindow, from: number): number {
  let lane = from;
  while (lanes[lane]?.some((other) => overlap(times, other))) lane++;
  return lane;
}

function overlap(one: TimeWindow, other: TimeWindow): boolean {
  return one.fromMs < other.toMs && one.toMs > other.fromMs;
}
