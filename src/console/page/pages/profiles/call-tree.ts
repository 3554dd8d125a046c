/** The call tree of a profile, as the server sends it in arrays: with totals, and with the ways that the layouts walk it. */
import type { ProfileAnswer, ProfileFrame } from '../../../shapes/index.js';

export interface CallTree {
  readonly frames: readonly ProfileFrame[];
  /** Frame of each node. */
  readonly frame: readonly number[];
  /** Caller of each node; -1 for the root, which is the first. */
  readonly parent: readonly number[];
  /** In the node itself; 0 for what was idle. */
  readonly self: readonly number[];
  /** With all it called. */
  readonly total: readonly number[];
  readonly depth: readonly number[];
  /** Microseconds, or bytes, in all. */
  readonly whole: number;
  readonly idle: number;
}

const IDLE = '(idle)';

/** Waiting is no work: it would be the widest of all, and say nothing. */
export function callTreeOf({ frames, nodes: { frame, parent, self } }: ProfileAnswer): CallTree {
  const isIdle = (node: number): boolean => frames[frame[node]!]!.name === IDLE && frames[frame[node]!]!.file === null;
  const busy = self.map((weight, node) => (isIdle(node) ? 0 : weight));
  const total = totalsOf(parent, busy);
  const idle = sum(self) - sum(busy);
  return { frames, frame, parent, self: busy, total, depth: depthsOf(parent), whole: total[0] ?? 0, idle };
}

/** Callers come before their callees: read backwards, each node is complete when it is added to its caller. */
function totalsOf(parent: readonly number[], self: readonly number[]): number[] {
  const total = [...self];
  for (let node = total.length - 1; node > 0; node--) total[parent[node]!]! += total[node]!;
  return total;
}

function depthsOf(parent: readonly number[]): number[] {
  const depth: number[] = [];
  for (const caller of parent) depth.push(caller < 0 ? 0 : depth[caller]! + 1);
  return depth;
}

/** Nodes from the root, which is left out, down to this one. */
export function pathTo({ parent, depth }: CallTree, node: number): number[] {
  const path = Array.from({ length: depth[node]! }, () => node);
  for (let at = node; parent[at]! >= 0; at = parent[at]!) path[depth[at]! - 1] = at;
  return path;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
