/** The spans of a trace as a tree in time, and what of it had to be faster for the whole to be. */
import type { DetailedSpan } from '../../tracing/index.js';
import { endMsOf, startMsOf } from './span-times.js';

export interface SpanNode {
  readonly span: DetailedSpan;
  readonly startMs: number;
  readonly endMs: number;
  /** Undefined where it has none, or none that is kept. */
  readonly parent: SpanNode | undefined;
  /** In the order of their start. */
  readonly children: SpanNode[];
}

/** In the order of their start; parents come before children, also where clocks say otherwise. */
export function nodesOf(spans: readonly DetailedSpan[]): SpanNode[] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const nodes = new Map<DetailedSpan, SpanNode>();
  for (const span of spans.toSorted((one, other) => startMsOf(one) - startMsOf(other))) {
    for (const one of newAncestry(span, byId, nodes)) {
      const parentSpan = byId.get(one.parentSpanContext?.spanId ?? '');
      const parent = parentSpan && nodes.get(parentSpan);
      const node = { span: one, startMs: startMsOf(one), endMs: endMsOf(one), parent, children: [] };
      nodes.set(one, node);
      parent?.children.push(node);
    }
  }
  return [...nodes.values()];
}

/** Of its duration, in no child. */
export function selfMsOf({ startMs, endMs, children }: SpanNode): number {
  let coveredMs = 0;
  let upToMs = startMs;
  for (const child of children.toSorted(byStart)) {
    const fromMs = Math.max(child.startMs, upToMs);
    const toMs = Math.min(child.endMs, endMs);
    if (toMs <= fromMs) continue;
    coveredMs += toMs - fromMs;
    upToMs = toMs;
  }
  return Math.max(0, endMs - startMs - coveredMs);
}

/**
 * From the root's end backwards: the child that finished last, then what finished last before that one began, and so on; the same in
 * each of them. What runs beside it could be faster without the whole being so.
 */
export function criticalPath(root: SpanNode): SpanNode[] {
  return [
    root,
    ...root.children.toSorted(byEnd).reduceRight(criticalStep(root), { untilMs: root.endMs, path: [] as SpanNode[] })
      .path,
  ];
}

interface WalkBack {
  readonly untilMs: number;
  readonly path: SpanNode[];
}

function criticalStep(parent: SpanNode) {
  return ({ untilMs, path }: WalkBack, child: SpanNode): WalkBack => {
    // What outlives its parent was waited for until the parent's end, at most.
    const endMs = Math.min(child.endMs, parent.endMs);
    if (endMs > untilMs || child.startMs >= parent.endMs) return { untilMs, path };
    return { untilMs: child.startMs, path: [...criticalPath(child), ...path] };
  };
}

/** The span and those above it that have no node yet, the topmost first; a circle of parents ends where it closes. */
function newAncestry(
  span: DetailedSpan,
  byId: ReadonlyMap<string, DetailedSpan>,
  nodes: ReadonlyMap<DetailedSpan, SpanNode>,
): Set<DetailedSpan> {
  const upwards = new Set<DetailedSpan>();
  let here: DetailedSpan | undefined = span;
  while (here !== undefined && !nodes.has(here) && !upwards.has(here)) {
    upwards.add(here);
    here = byId.get(here.parentSpanContext?.spanId ?? '');
  }
  return new Set([...upwards].toReversed());
}

function byStart(one: SpanNode, other: SpanNode): number {
  return one.startMs - other.startMs;
}

function byEnd(one: SpanNode, other: SpanNode): number {
  return one.endMs - other.endMs;
}
