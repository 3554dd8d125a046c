/** One term of a query: pressing its text switches it off or on, pressing the cross takes it away. */
import type { JSX } from 'preact';
import { printTerm, type Term } from '../../query/index.js';
import { CloseIcon } from './icons.js';

interface QueryChipProps {
  readonly term: Term;
  readonly onToggle: () => void;
  readonly onRemove: () => void;
}

export function QueryChip({ term, onToggle, onRemove }: QueryChipProps): JSX.Element {
  const text = printTerm({ ...term, isOff: false });
  return (
    <span class={term.isOff ? 'query-chip is-off' : 'query-chip'}>
      <button
        type="button"
        class="query-chip-text mono"
        aria-pressed={!term.isOff}
        title={term.isOff ? 'Switch on' : 'Switch off'}
        onClick={onToggle}
      >
        {text}
      </button>
      <button type="button" class="query-chip-remove" aria-label={`Remove ${text}`} onClick={onRemove}>
        <CloseIcon />
      </button>
    </span>
  );
}
