/** Calls by weight: the same functions called from the same callers are one box, the heaviest leftmost, whenever they ran. */
import type { CallTree } from './call-tree.js';
import type { Flame, FlameBox } from './flame.js';

/** A call with all that was the same about it. */
export interface MergedCall {
  readonly frame: number;
  total: number;
  self: number;
  readonly callees: Map<number, MergedCall>;
}

export function leftHeavy(tree: CallTree): Flame {
  const merged: MergedCall[] = [];
  const root = mergedCall(tree.frame[0] ?? 0);
  tree.frame.forEach((frame, node) => {
    merged[node] = node === 0 ? root : calleeOf(merged[tree.parent[node]!]!, frame);
    merged[node].total += tree.total[node]!;
    merged[node].self += tree.self[node]!;
  });
  return flameOf(root);
}

export function mergedCall(frame: number): MergedCall {
  return { frame, total: 0, self: 0, callees: new Map() };
}

export function calleeOf(caller: MergedCall, frame: number): MergedCall {
  const known = caller.callees.get(frame);
  if (known !== undefined) return known;
  const fresh = mergedCall(frame);
  caller.callees.set(frame, fresh);
  return fresh;
}

/** Without the outermost call, which is the whole. */
export function flameOf(root: MergedCall): Flame {
  const rows: FlameBox[][] = [];
  let waiting: { readonly call: MergedCall; readonly start: number }[] = [{ call: root, start: 0 }];
  while (waiting.length > 0) {
    const below = waiting.flatMap(({ call, start }) => besideEachOther(call, start));
    if (below.length > 0) rows.push(below.map(({ call, start }) => boxOf(call, start)));
    waiting = below;
  }
  return { rows, whole: root.total };
}

function besideEachOther(caller: MergedCall, from: number): { readonly call: MergedCall; readonly start: number }[] {
  let start = from;
  return [...caller.callees.values()]
    .filter(({ total }) => total > 0)
    .toSorted((left, right) => right.total - left.total)
    .map((call) => {
      start += call.total;
      return { call, start: start - call.total };
    });
}

function boxOf({ frame, total, self }: MergedCall, start: number): FlameBox {
  return { frame, start, width: total, self };
}
