/** What is looked for: each term a chip that can be switched off, on again, and taken away; `/` leads here, Enter adds. */
import type { JSX } from 'preact';
import { parse, print, toggled, without, type Query } from '../../query/index.js';
import type { QueryProblem } from '../../shapes/index.js';
import { useKeys } from '../app/keyboard.js';
import { SearchIcon } from './icons.js';
import { QueryChip } from './query-chip.js';
import { SuggestionList } from './suggestion-list.js';
import { useQueryDraft } from './use-query-draft.js';
import './query-bar.css';

interface QueryBarProps {
  /** As it stands in the address: `status:error !dur>200ms`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Terms, or their beginnings (`status:`), that are offered while somebody types. */
  readonly suggestions?: readonly string[];
  /** What the server has not understood. */
  readonly problems?: readonly QueryProblem[];
  /** What is searched. @default 'Search' */
  readonly label?: string;
  readonly placeholder?: string;
}

export function QueryBar(props: QueryBarProps): JSX.Element {
  const { value, onChange, suggestions = [], problems = [], label = 'Search' } = props;
  const { placeholder = 'Search, or field:value' } = props;
  const query = parse(value);
  const change = (terms: Pick<Query, 'terms'>): void => onChange(print(terms));
  const draft = useQueryDraft(query, suggestions, change);
  const { input, offered } = draft;
  useKeys({ '/': () => input.current?.focus() }, { '/': label });
  return (
    <div class="query-bar" role="search" aria-label={label}>
      <div
        class="query-bar-field"
        onClick={({ target, currentTarget }) => target === currentTarget && input.current?.focus()}
      >
        <SearchIcon />
        {query.terms.map((term, index) => (
          <QueryChip
            key={index}
            term={term}
            onToggle={() => change(toggled(query, index))}
            onRemove={() => change(without(query, index))}
          />
        ))}
        <div class="query-bar-entry">
          <input
            ref={input}
            class="query-bar-input"
            type="text"
            role="combobox"
            spellcheck={false}
            autocomplete="off"
            placeholder={query.terms.length === 0 ? placeholder : ''}
            aria-label={label}
            aria-expanded={offered.items.length > 0}
            aria-controls={offered.listId}
            aria-autocomplete="list"
            aria-activedescendant={offered.chosenId}
            value={draft.text}
            onInput={({ currentTarget }) => draft.type(currentTarget.value)}
            onBlur={draft.close}
            onKeyDown={draft.press}
            onPaste={draft.paste}
          />
          <SuggestionList suggestions={offered} onAccept={draft.accept} />
        </div>
        {value === '' ? null : (
          <button type="button" class="query-bar-clear" onClick={() => onChange('')}>
            Clear
          </button>
        )}
      </div>
      <Problems problems={distinct([...query.problems, ...draft.problems, ...problems])} />
    </div>
  );
}

function Problems({ problems }: { readonly problems: readonly QueryProblem[] }): JSX.Element {
  return (
    <div class="query-bar-problems" role="status">
      {problems.map(({ text, fact }) => (
        <p key={text}>
          <code>{text}</code> {fact}
        </p>
      ))}
    </div>
  );
}

function distinct(problems: readonly QueryProblem[]): readonly QueryProblem[] {
  return [...new Map(problems.map((problem) => [problem.text, problem])).values()];
}
