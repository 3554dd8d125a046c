/**
 * Two traces of one route beside each other. Siblings are matched by kind and name in their order (the longest common subsequence),
 * so that a query more or less moves the others aside instead of mismatching them.
 */
import type { SpanNode, SpanTree } from './span-tree.js';

export type ComparedRow =
  | { readonly side: 'both'; readonly depth: number; readonly left: SpanNode; readonly right: SpanNode }
  | { readonly side: 'left'; readonly depth: number; readonly left: SpanNode }
  | { readonly side: 'right'; readonly depth: number; readonly right: SpanNode };

/** Depth first, as the waterfall. */
export function comparedRows(left: SpanTree, right: SpanTree): readonly ComparedRow[] {
  return pairRows(left.roots, right.roots, 0);
}

/** How much longer the right one took, in milliseconds; undefined where there is no other. */
export function differenceMs(row: ComparedRow): number | undefined {
  return row.side === 'both' ? row.right.span.durationMs - row.left.span.durationMs : undefined;
}

function pairRows(left: readonly SpanNode[], right: readonly SpanNode[], depth: number): readonly ComparedRow[] {
  return pairsOf(left, right).flatMap(([one, other]): readonly ComparedRow[] => {
    if (one === undefined) return alone(other!, 'right', depth);
    if (other === undefined) return alone(one, 'left', depth);
    return [{ side: 'both', depth, left: one, right: other }, ...pairRows(one.children, other.children, depth + 1)];
  });
}

function alone(node: SpanNode, side: 'left' | 'right', depth: number): readonly ComparedRow[] {
  const row: ComparedRow = side === 'left' ? { side, depth, left: node } : { side, depth, right: node };
  return [row, ...node.children.flatMap((child) => alone(child, side, depth + 1))];
}

type Pair = readonly [SpanNode | undefined, SpanNode | undefined];

function pairsOf(left: readonly SpanNode[], right: readonly SpanNode[]): readonly Pair[] {
  const lengths = commonLengths(left, right);
  const pairs: Pair[] = [];
  let [at, against] = [0, 0];
  while (at < left.length || against < right.length) {
    const [one, other] = [left[at], right[against]];
    if (one && other && isAlike(one, other)) {
      pairs.push([one, other]);
      at++;
      against++;
    } else if (other === undefined || (one && lengths[at + 1]![against]! >= lengths[at]![against + 1]!)) {
      pairs.push([one, undefined]);
      at++;
    } else {
      pairs.push([undefined, other]);
      against++;
    }
  }
  return pairs;
}

/** `lengths[i][j]`: how many match of `left` from i on and `right` from j on. */
function commonLengths(left: readonly SpanNode[], right: readonly SpanNode[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: left.length + 1 }, () => Array.from({ length: right.length + 1 }, () => 0));
  for (let at = left.length - 1; at >= 0; at--) {
    for (let against = right.length - 1; against >= 0; against--) {
      lengths[at]![against] = isAlike(left[at]!, right[against]!)
        ? lengths[at + 1]![against + 1]! + 1
        : Math.max(lengths[at + 1]![against]!, lengths[at]![against + 1]!);
    }
  }
  return lengths;
}

function isAlike({ span: one }: SpanNode, { span: other }: SpanNode): boolean {
  return one.kind === other.kind && one.name === other.name;
}
