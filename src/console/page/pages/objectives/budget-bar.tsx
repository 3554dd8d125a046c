/** What is left of an error budget, as a length and as a share; once it is spent, a full bar in red, and how much too much. */
import type { JSX } from 'preact';
import { Bar } from '../../components/bar.js';
import { budgetWords } from '../../format/budget.js';
import type { Tone } from '../../components/tone.js';

export function BudgetBar({ remaining, tone }: { readonly remaining: number; readonly tone: Tone }): JSX.Element {
  const words = budgetWords(remaining);
  return (
    <span class="objectives-budget">
      <Bar value={remaining > 0 ? remaining : 1} max={1} tone={remaining > 0 ? tone : 'error'} />
      <span class="objectives-budget-words number">{words}</span>
    </span>
  );
}
