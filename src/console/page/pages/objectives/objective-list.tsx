/** All objectives, those that need somebody first, each with the route that burns it most. */
import type { JSX } from 'preact';
import { setParams } from '../../app/router.js';
import { StatusMark } from '../../components/status-mark.js';
import type { ObjectiveRow } from '../../../shapes/index.js';
import { BudgetBar } from './budget-bar.js';
import { burningRoutes, standingOf, wholePercent } from './objective-facts.js';

interface ObjectiveListProps {
  readonly objectives: readonly ObjectiveRow[];
  readonly selected: string;
}

export function ObjectiveList({ objectives, selected }: ObjectiveListProps): JSX.Element {
  return (
    <ul class="objectives-list" aria-label="Objectives, those that need somebody first">
      {objectives.map((row) => (
        <li key={row.name}>
          <ObjectiveEntry row={row} isSelected={row.name === selected} />
        </li>
      ))}
    </ul>
  );
}

function ObjectiveEntry({
  row,
  isSelected,
}: {
  readonly row: ObjectiveRow;
  readonly isSelected: boolean;
}): JSX.Element {
  const { tone, words } = standingOf(row);
  return (
    <button
      type="button"
      class="objectives-entry"
      aria-pressed={isSelected}
      onClick={() => setParams({ name: row.name })}
    >
      <span class="objectives-entry-head">
        <StatusMark status={tone} />
        <span class="objectives-entry-name">{row.name}</span>
        <span class={`objectives-entry-standing tone-${tone}`}>{words}</span>
      </span>
      <BudgetBar remaining={row.budgetRemaining} tone={tone === 'neutral' ? 'ok' : tone} />
      <BurnsMost row={row} />
    </button>
  );
}

function BurnsMost({ row }: { readonly row: ObjectiveRow }): JSX.Element {
  const [worst] = burningRoutes(row);
  if (worst === undefined)
    return <span class="quiet">{row.indicator === 'ratio' ? 'counted by the application' : 'no route burns it'}</span>;
  return (
    <span class="objectives-entry-route">
      <span class="quiet">burnt by</span> <code class="cut">{worst.name}</code>
      <span class="number quiet">{wholePercent(worst.share)}</span>
    </span>
  );
}
