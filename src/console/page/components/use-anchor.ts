/** Rows that come in above do not push away what is being read. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Anchor {
  readonly key: string;
  readonly index: number;
}

/** At the very top the newest rows are what is being read: nothing is held there. */
export function useAnchor<Row>(
  ref: RefObject<HTMLElement | null>,
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  rowHeight: number,
): void {
  const anchor = useRef<Anchor | undefined>(undefined);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const moved = anchor.current === undefined ? 0 : distanceMoved(anchor.current, rows, rowKey);
    if (element.scrollTop > 0 && moved !== 0) element.scrollTop += moved * rowHeight;
    const index = Math.floor(element.scrollTop / rowHeight);
    const row = rows[index];
    anchor.current = row === undefined ? undefined : { key: rowKey(row), index };
  });
}

function distanceMoved<Row>({ key, index }: Anchor, rows: readonly Row[], rowKey: (row: Row) => string): number {
  const row = rows[index];
  if (row !== undefined && rowKey(row) === key) return 0;
  const now = rows.findIndex((other) => rowKey(other) === key);
  return now < 0 ? 0 : now - index;
}
