/**
 * Calls as they came one after the other: samples in a row that have a call in common are one box. Above them goes what ran: an
 * operation per slice.
 */
import type { ProfileAnswer } from '../../../shapes/index.js';
import { pathTo, type CallTree } from './call-tree.js';
import type { Flame, FlameBox } from './flame.js';

export interface SpanSlice {
  /** Into the answer's `spans`. */
  readonly span: number;
  readonly start: number;
  readonly width: number;
}

type Samples = NonNullable<ProfileAnswer['samples']>;

interface OpenBox {
  readonly node: number;
  readonly start: number;
  self: number;
}

export function timeOrder(tree: CallTree, { node, durationUs }: Samples): Flame {
  const rows: FlameBox[][] = [];
  const open: OpenBox[] = [];
  let atUs = 0;
  const close = (depth: number): void => {
    while (open.length > depth) {
      const box = open.pop()!;
      const row = (rows[open.length] ??= []);
      row.push({ frame: tree.frame[box.node]!, start: box.start, width: atUs - box.start, self: box.self });
    }
  };
  node.forEach((innermost, index) => {
    const path = isWaiting(tree, innermost) ? [] : pathTo(tree, innermost);
    close(commonDepth(open, path));
    for (const called of path.slice(open.length)) open.push({ node: called, start: atUs, self: 0 });
    const top = open.at(-1);
    if (top !== undefined) top.self += durationUs[index]!;
    atUs += durationUs[index]!;
  });
  close(0);
  return { rows, whole: atUs };
}

/** Operations beside each other; time of none is a gap. */
export function spanSlices({ span, durationUs }: Samples): SpanSlice[] {
  const slices: { span: number; start: number; width: number }[] = [];
  let [atUs, last] = [0, -1];
  span.forEach((ran, index) => {
    const lastsUs = durationUs[index]!;
    if (ran >= 0 && ran === last) slices.at(-1)!.width += lastsUs;
    else if (ran >= 0) slices.push({ span: ran, start: atUs, width: lastsUs });
    [atUs, last] = [atUs + lastsUs, ran];
  });
  return slices;
}

function isWaiting({ frames, frame }: CallTree, node: number): boolean {
  const { name, file } = frames[frame[node]!]!;
  return file === null && (name === '(idle)' || name === '(root)');
}

/** How many calls go on; a function that ends and is called again at once cannot be told from one that goes on. */
function commonDepth(open: readonly OpenBox[], path: readonly number[]): number {
  let depth = 0;
  while (depth < open.length && depth < path.length && open[depth]!.node === path[depth]) depth++;
  return depth;
}
