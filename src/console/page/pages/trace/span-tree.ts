/**
 * The spans of a trace as a tree, and the rows of it that are open. Spans come from anywhere (an import, two clocks): a parent that is
 * missing makes a root, and so does a circle of parents.
 */
import type { SpanDetail } from '../../../shapes/index.js';

export interface SpanNode {
  readonly span: SpanDetail;
  readonly parent: SpanNode | undefined;
  readonly children: readonly SpanNode[];
  readonly depth: number;
  readonly descendantCount: number;
}

export interface SpanTree {
  readonly roots: readonly SpanNode[];
  /** Depth first: as they stand below each other when all are open. */
  readonly nodes: readonly SpanNode[];
  readonly byId: ReadonlyMap<string, SpanNode>;
}

interface GrowingNode extends SpanNode {
  parent: GrowingNode | undefined;
  readonly children: GrowingNode[];
  depth: number;
  descendantCount: number;
}

export function spanTree(spans: readonly SpanDetail[]): SpanTree {
  const byId = new Map(spans.map((span) => [span.spanId, newNode(span)]));
  const roots: GrowingNode[] = [];
  for (const node of byId.values()) {
    const parent = parentOf(node, byId);
    if (parent === undefined) roots.push(node);
    else attach(node, parent);
  }
  const nodes = depthFirst(roots);
  for (const node of nodes.toReversed()) if (node.parent) node.parent.descendantCount += 1 + node.descendantCount;
  return { roots, nodes, byId };
}

/** Rows to show when the children of `closedIds` are folded away. */
export function openRows({ nodes }: SpanTree, closedIds: ReadonlySet<string>): readonly SpanNode[] {
  const rows: SpanNode[] = [];
  let index = 0;
  while (index < nodes.length) {
    const node = nodes[index]!;
    rows.push(node);
    index += closedIds.has(node.span.spanId) ? 1 + node.descendantCount : 1;
  }
  return rows;
}

/** The nearest first. */
export function ancestorIds(node: SpanNode): readonly string[] {
  const ids: string[] = [];
  for (let here = node.parent; here !== undefined; here = here.parent) ids.push(here.span.spanId);
  return ids;
}

/** Spans that have children: what can be folded. */
export function parentIds({ nodes }: SpanTree): readonly string[] {
  return nodes.filter((node) => node.children.length > 0).map((node) => node.span.spanId);
}

export function endMs({ offsetMs, durationMs }: SpanDetail): number {
  return offsetMs + durationMs;
}

function newNode(span: SpanDetail): GrowingNode {
  return { span, parent: undefined, children: [], depth: 0, descendantCount: 0 };
}

function attach(node: GrowingNode, parent: GrowingNode): void {
  node.parent = parent;
  parent.children.push(node);
}

/** Undefined too where following parents from here leads back to here. */
function parentOf(node: GrowingNode, byId: ReadonlyMap<string, GrowingNode>): GrowingNode | undefined {
  const parent = byId.get(node.span.parentSpanId ?? '');
  for (let here = parent; here !== undefined; here = here.parent) if (here === node) return undefined;
  return parent;
}

/** By a stack of its own: a trace may be deeper than the language's. */
function depthFirst(roots: readonly GrowingNode[]): readonly GrowingNode[] {
  const nodes: GrowingNode[] = [];
  const waiting = roots.toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    node.depth = node.parent === undefined ? 0 : node.parent.depth + 1;
    nodes.push(node);
    waiting.push(...node.children.toReversed());
  }
  return nodes;
}
