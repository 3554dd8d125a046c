/** What every flame graph is made of: boxes in rows, each as wide as its weight, measured in microseconds or bytes from the left. */

export interface FlameBox {
  readonly frame: number;
  readonly start: number;
  readonly width: number;
  /** Of `width`, in the function itself. */
  readonly self: number;
}

export interface Flame {
  /** From the outermost call inwards; boxes of a row go from left to right and do not overlap. */
  readonly rows: readonly (readonly FlameBox[])[];
  readonly whole: number;
}

/** Boxes of a row that reach into a range, at most one of those that would lie in the same pixel. */
export function seenBoxes(row: readonly FlameBox[], from: number, to: number, perPixel: number): FlameBox[] {
  const seen: FlameBox[] = [];
  let drawnTo = -Infinity;
  for (let index = firstAfter(row, from); index < row.length && row[index]!.start < to; index++) {
    const box = row[index]!;
    if (box.width < perPixel && box.start + box.width <= drawnTo) continue;
    seen.push(box);
    drawnTo = Math.max(box.start + perPixel, box.start + box.width);
  }
  return seen;
}

/** The box at a place, if there is one. */
export function boxAt(row: readonly FlameBox[] | undefined, at: number): FlameBox | undefined {
  const box = row?.[firstAfter(row, at)];
  return box !== undefined && box.start <= at ? box : undefined;
}

/** The first box that ends after a place. */
function firstAfter(row: readonly FlameBox[], at: number): number {
  let [low, high] = [0, row.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (row[middle]!.start + row[middle]!.width <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
