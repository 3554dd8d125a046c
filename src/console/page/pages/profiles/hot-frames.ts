/** Functions by what they cost: the flame graph as a table. */
import type { CallTree } from './call-tree.js';

export interface HotFrame {
  readonly frame: number;
  self: number;
  /** With all it called; a function that calls itself is counted once. */
  total: number;
}

/** The most in itself first. */
export function hotFrames(tree: CallTree): HotFrame[] {
  const rows = new Map<number, HotFrame>();
  tree.frame.forEach((frame, node) => {
    if (node === 0 || tree.total[node] === 0) return;
    const row = rows.get(frame) ?? { frame, self: 0, total: 0 };
    row.self += tree.self[node]!;
    if (!isCalledByItself(tree, node)) row.total += tree.total[node]!;
    rows.set(frame, row);
  });
  return [...rows.values()].toSorted((left, right) => right.self - left.self || right.total - left.total);
}

function isCalledByItself({ frame, parent }: CallTree, node: number): boolean {
  for (let at = parent[node]!; at >= 0; at = parent[at]!) if (frame[at] === frame[node]) return true;
  return false;
}
