/** The row that keys speak of: moved by `j`, `k` and, inside the table, by the arrows; opened by Enter. */
import type { RefObject } from 'preact';
import { useState } from 'preact/hooks';
import { useKeys } from '../app/keyboard.js';
import type { Viewport } from './use-viewport.js';

interface ActiveRowInput<Row> {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly view: Viewport;
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Where the first step begins, where no row is active yet. */
  readonly selectedKey: string | null;
  readonly onOpen: ((row: Row) => void) | undefined;
}

interface ActiveRow {
  readonly key: string | null;
  readonly index: number;
  choose(key: string): void;
}

export function useActiveRow<Row>(input: ActiveRowInput<Row>): ActiveRow {
  const { scroller, view, rows, rowKey, selectedKey, onOpen } = input;
  const [key, setKey] = useState<string | null>(null);
  const indexOf = (wanted: string | null): number => rows.findIndex((row) => rowKey(row) === wanted);
  const index = key === null ? -1 : indexOf(key);
  const moveTo = (wanted: number): boolean => {
    const next = Math.max(0, Math.min(rows.length - 1, wanted));
    if (rows[next] === undefined) return false;
    setKey(rowKey(rows[next]));
    view.show(next);
    return true;
  };
  const move = (step: number): boolean => {
    const from = index >= 0 ? index : selectedKey === null ? -1 : indexOf(selectedKey);
    return moveTo(from < 0 ? view.first : from + step);
  };
  const open = (): unknown => (rows[index] === undefined || onOpen === undefined ? false : onOpen(rows[index]));
  const isInside = (): boolean => scroller.current?.contains(document.activeElement) === true;
  useKeys(
    {
      j: () => move(1),
      k: () => move(-1),
      Enter: open,
      Down: () => isInside() && move(1),
      Up: () => isInside() && move(-1),
      Home: () => isInside() && moveTo(0),
      End: () => isInside() && moveTo(rows.length - 1),
      PageDown: () => isInside() && moveTo(index + view.visible),
      PageUp: () => isInside() && moveTo(index - view.visible),
    },
    { j: 'Next row', k: 'Row before', ...(onOpen === undefined ? {} : { Enter: 'Open the row' }) },
  );
  return { key, index, choose: setKey };
}
