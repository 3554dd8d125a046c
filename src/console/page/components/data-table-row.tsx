/** One row: its cells side by side, and those without room on a second line with the names of their columns. */
import type { JSX, TargetedMouseEvent } from 'preact';
import { classes } from './classes.js';
import type { Fold } from './fold-columns.js';

interface RowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly position: number;
  readonly fold: Fold<Row>;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly class: string | undefined;
  readonly onOpen: (() => void) | undefined;
}

export function DataTableRow<Row>({ fold, row, ...props }: RowProps<Row>): JSX.Element {
  const { id, position, isActive, isSelected, onOpen } = props;
  const state = [isActive && 'is-active', isSelected && 'is-selected', onOpen !== undefined && 'is-openable'];
  // A link or button in the row does its own work.
  const press = (event: TargetedMouseEvent<HTMLDivElement>): void => {
    if (!(event.target as Element).closest('a, button') && window.getSelection()?.isCollapsed !== false) onOpen?.();
  };
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={position}
      aria-selected={isSelected}
      class={classes('data-table-row', ...state, props.class)}
      onClick={press}
    >
      <div role="presentation" class="data-table-line" style={{ gridTemplateColumns: fold.template }}>
        {fold.kept.map(({ id: columnId, align = 'left', render }) => (
          <div key={columnId} role="gridcell" class={`data-table-cell align-${align}`}>
            {render(row)}
          </div>
        ))}
      </div>
      {fold.folded.length === 0 ? null : (
        <div role="presentation" class="data-table-folded">
          {fold.folded.map(({ id: columnId, title, render }) => (
            <div key={columnId} role="gridcell" class="data-table-folded-cell">
              <span class="data-table-folded-title">{title}</span> {render(row)}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
