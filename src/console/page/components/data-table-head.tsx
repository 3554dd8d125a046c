/** The heads of the columns; pressing one sorts by it. */
import type { JSX } from 'preact';
import type { Column } from './data-table.js';
import type { Fold } from './fold-columns.js';
import type { SortOrder } from './sort-rows.js';

interface HeadProps<Row> {
  readonly fold: Fold<Row>;
  readonly order: SortOrder | undefined;
  readonly onPress: (columnId: string) => void;
}

export function DataTableHead<Row>({ fold, order, onPress }: HeadProps<Row>): JSX.Element {
  return (
    <div role="rowgroup" class="data-table-head">
      <div role="row" aria-rowindex={1} class="data-table-line" style={{ gridTemplateColumns: fold.template }}>
        {fold.kept.map((column) => (
          <Head key={column.id} column={column} order={order} onPress={onPress} />
        ))}
        {fold.folded.map((column) => (
          <div key={column.id} role="columnheader" class="unseen">
            {column.title}
          </div>
        ))}
      </div>
    </div>
  );
}

interface OneHeadProps<Row> extends Omit<HeadProps<Row>, 'fold'> {
  readonly column: Column<Row>;
}

function Head<Row>({ column, order, onPress }: OneHeadProps<Row>): JSX.Element {
  const { id, title, align = 'left', sortable = false } = column;
  if (sortable === false) {
    return (
      <div role="columnheader" class={`data-table-cell align-${align}`}>
        {title}
      </div>
    );
  }
  const direction = order?.columnId === id ? (order.isDescending ? 'descending' : 'ascending') : 'none';
  return (
    <div role="columnheader" class={`data-table-cell align-${align}`} aria-sort={direction}>
      <button type="button" class="data-table-sort" onClick={() => onPress(id)}>
        {title}
        <span aria-hidden="true">{arrows[direction]}</span>
      </button>
    </div>
  );
}

const arrows = { descending: ' ↓', ascending: ' ↑', none: '' } as const;
