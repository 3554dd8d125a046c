/** From box to box with the arrow keys: inwards to the widest callee, outwards to the caller, and to the neighbours of a row. */
import type { Flame, FlameBox } from './flame.js';

export interface FlamePlace {
  readonly row: number;
  /** In its row. */
  readonly index: number;
}

export type FlameStep = 'inwards' | 'outwards' | 'left' | 'right';

/** The same place where there is nothing that way. */
export function stepped({ rows }: Flame, place: FlamePlace, step: FlameStep): FlamePlace {
  const { row, index } = place;
  const box = rows[row]?.[index];
  if (box === undefined) return { row: 0, index: 0 };
  const next = {
    inwards: () => placeIn(rows[row + 1], row + 1, widestWithin(rows[row + 1], box)),
    outwards: () => placeIn(rows[row - 1], row - 1, around(rows[row - 1], box)),
    left: () => placeIn(rows[row], row, index - 1),
    right: () => placeIn(rows[row], row, index + 1),
  }[step]();
  return next ?? place;
}

/** The outermost box of a function; undefined where it is not among them. */
export function placeOfFrame({ rows }: Flame, frame: number): FlamePlace | undefined {
  for (const [row, boxes] of rows.entries()) {
    const widest = indexOfWidest(boxes, (box) => box.frame === frame);
    if (widest >= 0) return { row, index: widest };
  }
  return undefined;
}

function placeIn(boxes: readonly FlameBox[] | undefined, row: number, index: number): FlamePlace | undefined {
  return boxes?.[index] === undefined ? undefined : { row, index };
}

function widestWithin(boxes: readonly FlameBox[] = [], { start, width }: FlameBox): number {
  return indexOfWidest(boxes, (box) => box.start >= start && box.start + box.width <= start + width);
}

function around(boxes: readonly FlameBox[] = [], { start }: FlameBox): number {
  return boxes.findIndex((box) => box.start <= start && start < box.start + box.width);
}

function indexOfWidest(boxes: readonly FlameBox[], isMeant: (box: FlameBox) => boolean): number {
  return boxes.reduce(
    (widest, box, index) => (isMeant(box) && (widest < 0 || box.width > boxes[widest]!.width) ? index : widest),
    -1,
  );
}
