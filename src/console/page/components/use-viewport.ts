/** Which of many rows of one height are in view, and how to bring one there. */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export interface Viewport {
  /** The first and, exclusively, the last row to draw: some more than are seen. */
  readonly start: number;
  readonly end: number;
  /** The first one that is wholly seen. */
  readonly first: number;
  /** How many are seen at once. */
  readonly visible: number;
  isSeen(index: number): boolean;
  /** Scrolls as little as it takes. */
  show(index: number): void;
}

const spareRows = 8;

export function useViewport(
  ref: RefObject<HTMLElement | null>,
  rowCount: number,
  rowHeight: number,
  height: number,
  onMore?: () => void,
): Viewport {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const element = ref.current;
    const read = (): void => setTop(Math.floor((element?.scrollTop ?? 0) / rowHeight));
    element?.addEventListener('scroll', read, { passive: true });
    return () => element?.removeEventListener('scroll', read);
  }, [rowHeight]);

  const visible = Math.max(1, Math.ceil(height / rowHeight));
  const first = Math.min(top, Math.max(0, rowCount - 1));
  const start = Math.max(0, first - spareRows);
  const end = Math.min(rowCount, first + visible + spareRows);
  useEffect(() => {
    if (height > 0 && rowCount > 0 && end === rowCount) onMore?.();
  }, [end, rowCount]);
  return {
    start,
    end,
    first,
    visible,
    isSeen: (index) => index >= start && index < end,
    show: (index) => bringIntoView(ref.current, index, rowHeight),
  };
}

function bringIntoView(element: HTMLElement | null, index: number, rowHeight: number): void {
  if (element === null) return;
  const headHeight = element.firstElementChild?.clientHeight ?? 0;
  const rowTop = index * rowHeight;
  const room = element.clientHeight - headHeight;
  if (rowTop < element.scrollTop) element.scrollTop = rowTop;
  else if (rowTop + rowHeight > element.scrollTop + room) element.scrollTop = rowTop + rowHeight - room;
}
