/**
 * Many rows, of which only those in view are in the document. One stop for Tab; `j`, `k` and the arrows move, Enter opens. Follows
 * https://www.w3.org/WAI/ARIA/apg/patterns/grid/. Where it is narrow, columns fold into a second line of each row.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useScrollMemory } from '../app/scroll-memory.js';
import { classes } from './classes.js';
import { DataTableHead } from './data-table-head.js';
import { DataTableRow } from './data-table-row.js';
import { foldedRowHeight, foldColumns, rowHeight } from './fold-columns.js';
import { nextOrder, sortedRows, type SortOrder } from './sort-rows.js';
import { useActiveRow } from './use-active-row.js';
import { useAnchor } from './use-anchor.js';
import { useElementSize } from './use-element-size.js';
import { useViewport } from './use-viewport.js';
import './data-table.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly render: (row: Row) => ComponentChildren;
  /** In CSS pixels; one without it takes what is left. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
  /** By the row's property of the column's id, or by what the function gives. */
  readonly sortable?: boolean | ((row: Row) => string | number | null);
  /** Folds after all others. */
  readonly keep?: boolean;
}

export interface DataTableProps<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** What it lists, for those who hear the page; also the name under which its scroll position is kept. */
  readonly label: string;
  /** What stands there without rows. */
  readonly emptyText: ComponentChildren;
  readonly onOpen?: (row: Row) => void;
  readonly selectedKey?: string | null;
  /** Such as `is-error`. */
  readonly rowClass?: (row: Row) => string | undefined;
  /** Where the rows come in an order of their own: that order, and what is called when a column's head is pressed. */
  readonly sort?: SortOrder;
  readonly onSort?: (columnId: string) => void;
  /** Called when the last row comes into view. */
  readonly onMore?: () => void;
}

export function DataTable<Row>(props: DataTableProps<Row>): JSX.Element {
  const { columns, rowKey, label, emptyText, onOpen, selectedKey = null } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [order, setOrder] = useState<SortOrder | undefined>(undefined);
  const rows = props.onSort === undefined ? sortedRows(props.rows, columns, order) : props.rows;
  const size = useElementSize(scroller);
  const fold = foldColumns(columns, size.width);
  const height = fold.folded.length === 0 ? rowHeight : foldedRowHeight;
  const view = useViewport(scroller, rows.length, height, size.height, props.onMore);
  useScrollMemory(scroller, label);
  useAnchor(scroller, rows, rowKey, height);

  const active = useActiveRow({ scroller, view, rows, rowKey, selectedKey, onOpen });

  const rowId = (key: string): string => `${id}-${key}`;
  return (
    <div class={classes('data-table', fold.folded.length > 0 && 'is-folded')}>
      <div
        class="data-table-scroller"
        ref={scroller}
        data-scroll={label}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-activedescendant={active.key !== null && view.isSeen(active.index) ? rowId(active.key) : undefined}
        tabIndex={0}
      >
        <DataTableHead
          fold={fold}
          order={props.sort ?? order}
          onPress={props.onSort ?? ((columnId) => setOrder(nextOrder(order, columnId)))}
        />
        <div
          role="rowgroup"
          class="data-table-body"
          style={{ height: `${rows.length * height}px`, paddingTop: `${view.start * height}px` }}
        >
          {rows.slice(view.start, view.end).map((row, index) => (
            <DataTableRow
              key={rowKey(row)}
              id={rowId(rowKey(row))}
              row={row}
              position={view.start + index + 2}
              fold={fold}
              isActive={rowKey(row) === active.key}
              isSelected={rowKey(row) === selectedKey}
              class={props.rowClass?.(row)}
              onOpen={onOpen === undefined ? undefined : () => (active.choose(rowKey(row)), onOpen(row))}
            />
          ))}
        </div>
      </div>
      {rows.length === 0 ? <div class="data-table-empty">{emptyText}</div> : null}
    </div>
  );
}
