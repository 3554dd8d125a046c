/** What was promised, and how much of each budget is left. */
import type { JSX } from 'preact';
import type { ObjectiveRow } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { Bar } from '../../components/bar.js';
import { StatusMark } from '../../components/status-mark.js';
import type { Tone } from '../../components/tone.js';
import { spentWords } from '../../format/budget.js';
import { formatShare } from '../../format/count.js';

const scarce = 0.25;

export function Objectives({ objectives }: { readonly objectives: readonly ObjectiveRow[] }): JSX.Element | null {
  if (objectives.length === 0) return null;
  return (
    <section class="overview-objectives" aria-label="Objectives">
      {objectives.map((objective) => (
        <Objective key={objective.name} objective={objective} />
      ))}
    </section>
  );
}

function Objective({ objective }: { readonly objective: ObjectiveRow }): JSX.Element {
  const { name, budgetRemaining, current } = objective;
  const tone = toneOfBudget(objective);
  return (
    <Link page="objectives" params={{ name }} class="overview-objective" title={objective.description ?? name}>
      <span class="overview-objective-name cut">
        <StatusMark status={tone} label={tone === 'ok' ? 'kept' : tone === 'warn' ? 'at risk' : 'broken'} /> {name}
      </span>
      <span class="quiet number">
        {formatShare(current)}, promised {formatShare(objective.objective)}
      </span>
      <Bar value={budgetRemaining > 0 ? budgetRemaining : 1} max={1} tone={tone} />
      <span class="quiet number">{budgetLeft(budgetRemaining)}</span>
    </Link>
  );
}

function budgetLeft(remaining: number): string {
  return remaining < 0 ? `budget ${spentWords(remaining)}` : `${formatShare(remaining)} of the budget left`;
}

function toneOfBudget({ budgetRemaining, alerts }: ObjectiveRow): Tone {
  if (budgetRemaining <= 0) return 'error';
  return budgetRemaining < scarce || alerts.some(({ isFiring }) => isFiring) ? 'warn' : 'ok';
}
