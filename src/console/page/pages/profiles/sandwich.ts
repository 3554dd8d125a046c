/** One function in the middle: below it what it called, above it who called it, all calls of it taken together. */
import type { CallTree } from './call-tree.js';
import type { Flame } from './flame.js';
import { calleeOf, flameOf, mergedCall, type MergedCall } from './left-heavy.js';

export interface Sandwich {
  /** The first row is the function's nearest callers. */
  readonly callers: Flame;
  /** The first row is what it called. */
  readonly callees: Flame;
  readonly total: number;
  /** Of all calls, those of itself included. */
  readonly self: number;
}

export function sandwich(tree: CallTree, frame: number): Sandwich {
  const [callers, callees] = [mergedCall(frame), mergedCall(frame)];
  const placeOf = new Map<number, MergedCall>();
  let self = 0;
  tree.frame.forEach((own, node) => {
    if (own === frame) self += tree.self[node]!;
    const outer = placeOf.get(tree.parent[node]!);
    // A function that calls itself is in the middle where it was called first.
    if (outer === undefined && own !== frame) return;
    if (outer === undefined) addCallers(callers, tree, node);
    const call = outer === undefined ? callees : calleeOf(outer, own);
    call.total += tree.total[node]!;
    call.self += tree.self[node]!;
    placeOf.set(node, call);
  });
  return { callers: flameOf(callers), callees: flameOf(callees), total: callees.total, self };
}

/** From the nearest outwards, without the root. */
function addCallers(callers: MergedCall, { frame, parent, total }: CallTree, node: number): void {
  let call = callers;
  call.total += total[node]!;
  for (let at = parent[node]!; at > 0; at = parent[at]!) {
    call = calleeOf(call, frame[at]!);
    call.total += total[node]!;
  }
}
