/**
 * Facts that are read rather than browsed: rows as high as what stands in them, all of them in the document, so that the browser's own
 * search finds each. Where it is narrow a row becomes a block whose cells say what they are. For thousands of rows see DataTable.
 */
import type { ComponentChildren, JSX } from 'preact';
import './fact-table.css';

export interface FactColumn<Row> {
  readonly title: string;
  readonly render: (row: Row) => ComponentChildren;
  readonly align?: 'left' | 'right';
}

interface FactTableProps<Row> {
  /** What it lists, for those who hear the page. */
  readonly label: string;
  readonly rows: readonly Row[];
  /** The first one names the row. */
  readonly columns: readonly FactColumn<Row>[];
  readonly rowKey: (row: Row, index: number) => string;
  readonly emptyText: ComponentChildren;
}

export function FactTable<Row>({ label, rows, columns, rowKey, emptyText }: FactTableProps<Row>): JSX.Element {
  if (rows.length === 0) return <p class="fact-table-empty quiet">{emptyText}</p>;
  return (
    <table class="fact-table" aria-label={label}>
      <thead>
        <tr>
          {columns.map(({ title, align }) => (
            <th key={title} scope="col" class={classOf(align)}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <FactRow key={rowKey(row, index)} row={row} columns={columns} />
        ))}
      </tbody>
    </table>
  );
}

function FactRow<Row>({ row, columns }: Pick<FactTableProps<Row>, 'columns'> & { readonly row: Row }): JSX.Element {
  return (
    <tr>
      {columns.map(({ title, render, align }, at) => {
        const Cell = at === 0 ? 'th' : 'td';
        return (
          <Cell key={title} class={classOf(align)} data-title={title} {...(at === 0 && { scope: 'row' })}>
            <div class="fact-table-value">{render(row)}</div>
          </Cell>
        );
      })}
    </tr>
  );
}

function classOf(align: 'left' | 'right' = 'left'): string {
  return align === 'right' ? 'is-right number' : '';
}
