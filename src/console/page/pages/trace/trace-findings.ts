/** What a person looks for first in a trace: why it failed, and where its time went. */
import type { SpanNode, SpanTree } from './span-tree.js';
import type { TimeWindow } from './time-scale.js';

/** The innermost span that failed and says why: those around it only pass its failure on. */
export function failureOf({ nodes }: SpanTree): SpanNode | undefined {
  const failed = nodes.filter(({ span }) => span.status === 'error');
  const telling = failed.filter(({ span }) => span.statusMessage !== null);
  return mostBy(telling.length > 0 ? telling : failed, ({ depth }) => depth);
}

/** Of the spans on the critical path, the one with the most time of its own. */
export function slowestPartOf({ nodes }: SpanTree, criticalIds: ReadonlySet<string>): SpanNode | undefined {
  return mostBy(
    nodes.filter(({ span }) => criticalIds.has(span.spanId)),
    ({ span }) => span.selfMs,
  );
}

/** Of the whole trace, which may outlast its root: an event stream goes on when its request is over. */
export function shareOfTrace(partMs: number, { fromMs, toMs }: TimeWindow): number {
  return partMs / (toMs - fromMs);
}

/** Of equals the first. */
function mostBy(nodes: readonly SpanNode[], measure: (node: SpanNode) => number): SpanNode | undefined {
  const [first, ...others] = nodes;
  if (first === undefined) return undefined;
  return others.reduce((most, node) => (measure(node) > measure(most) ? node : most), first);
}
