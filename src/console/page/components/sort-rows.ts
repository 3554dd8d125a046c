/** Rows in the order that a column's head was pressed for. */
import type { Column } from './data-table.js';

export interface SortOrder {
  readonly columnId: string;
  readonly isDescending: boolean;
}

type SortValue = string | number | null;

/** Rows without a value stand at the end, whichever way. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: SortOrder | undefined,
): readonly Row[] {
  const column = columns.find(({ id }) => id === order?.columnId);
  if (column === undefined || order === undefined) return rows;
  const sign = order.isDescending ? -1 : 1;
  const valued = rows.map((row) => ({ row, value: valueOf(row, column) }));
  return valued.toSorted((a, b) => compare(a.value, b.value, sign)).map(({ row }) => row);
}

/** Pressed again and again: the largest first, the smallest first, as it was. */
export function nextOrder(order: SortOrder | undefined, columnId: string): SortOrder | undefined {
  if (order?.columnId !== columnId) return { columnId, isDescending: true };
  return order.isDescending ? { columnId, isDescending: false } : undefined;
}

/** As an address says it: `count` is the largest first, `-count` the smallest first. */
export function writeOrder(order: SortOrder | undefined): string | null {
  return order === undefined ? null : `${order.isDescending ? '' : '-'}${order.columnId}`;
}

export function readOrder(text: string | null): SortOrder | undefined {
  if (text === null || text === '') return undefined;
  const isDescending = !text.startsWith('-');
  return { columnId: isDescending ? text : text.slice(1), isDescending };
}

function valueOf<Row>(row: Row, { id, sortable }: Column<Row>): SortValue {
  if (typeof sortable === 'function') return sortable(row);
  return (row as Readonly<Record<string, SortValue | undefined>>)[id] ?? null;
}

function compare(a: SortValue, b: SortValue, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  return sign * String(a).localeCompare(String(b));
}
