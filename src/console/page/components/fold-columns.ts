/** Which columns stand side by side, and which fold into a row's second line because there is no room. */
import type { Column } from './data-table.js';

export interface Fold<Row> {
  readonly kept: readonly Column<Row>[];
  readonly folded: readonly Column<Row>[];
  /** For `grid-template-columns`. */
  readonly template: string;
}

export const rowHeight = 30;
export const foldedRowHeight = 50;
const leastFlexibleWidth = 120;
const gap = 12;
const padding = 16;

/** @param width of the table; 0 while it is not known, which folds nothing */
export function foldColumns<Row>(columns: readonly Column<Row>[], width: number): Fold<Row> {
  const folded = new Set<Column<Row>>();
  const isTooWide = (): boolean => widthOf(columns.filter((column) => !folded.has(column))) > width;
  for (const column of inOrderOfFolding(columns)) {
    if (width === 0 || !isTooWide()) break;
    folded.add(column);
  }
  const kept = columns.filter((column) => !folded.has(column));
  // A column without a title is decoration, which nobody misses.
  return {
    kept,
    folded: columns.filter((column) => folded.has(column) && column.title !== ''),
    template: templateOf(kept),
  };
}

// From the right, those to be kept last; what has no width of its own is what the row is about.
function inOrderOfFolding<Row>(columns: readonly Column<Row>[]): readonly Column<Row>[] {
  const fromRight = columns.toReversed().filter(({ width }) => width !== undefined);
  return [...fromRight.filter(({ keep }) => keep !== true), ...fromRight.filter(({ keep }) => keep === true)];
}

function widthOf<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, { width = leastFlexibleWidth }) => sum + width + gap, padding - gap);
}

function templateOf<Row>(kept: readonly Column<Row>[]): string {
  const isStiff = kept.every(({ width }) => width !== undefined);
  return kept
    .map(({ width }, index) => (width === undefined || (isStiff && index === 0) ? 'minmax(0, 1fr)' : `${width}px`))
    .join(' ');
}
