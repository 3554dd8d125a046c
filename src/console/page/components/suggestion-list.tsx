/** What may be meant by what is typed so far. Follows https://www.w3.org/WAI/ARIA/apg/patterns/combobox/. */
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';

export interface Suggestions {
  readonly listId: string;
  readonly items: readonly string[];
  readonly chosen: string | undefined;
  readonly chosenId: string | undefined;
  move(step: number): void;
}

const maxShown = 8;

/** Those that begin with the text come before those that contain it. */
export function useSuggestions(text: string, all: readonly string[]): Suggestions {
  const listId = useId();
  const [at, setAt] = useState(-1);
  useEffect(() => setAt(-1), [text]);
  const items = text === '' ? [] : matching(text.toLowerCase(), all);
  const chosen = items[at];
  return {
    listId,
    items,
    chosen,
    chosenId: chosen === undefined ? undefined : `${listId}-${at}`,
    move: (step) => items.length > 0 && setAt((at + step + items.length) % items.length),
  };
}

interface SuggestionListProps {
  readonly suggestions: Suggestions;
  readonly onAccept: (suggestion: string) => void;
}

export function SuggestionList({ suggestions, onAccept }: SuggestionListProps): JSX.Element {
  const { listId, items, chosen } = suggestions;
  // Pressed, not clicked: by the click the field has lost the focus, and the list is gone.
  const press = (event: MouseEvent, item: string): void => (event.preventDefault(), onAccept(item));
  return (
    <ul id={listId} class="query-bar-list" role="listbox" aria-label="Suggestions" hidden={items.length === 0}>
      {items.map((item, index) => (
        <li
          key={item}
          id={`${listId}-${index}`}
          role="option"
          class="mono"
          aria-selected={item === chosen}
          onMouseDown={(event) => press(event, item)}
        >
          {item}
        </li>
      ))}
    </ul>
  );
}

function matching(text: string, all: readonly string[]): readonly string[] {
  const starting = all.filter((item) => item.toLowerCase().startsWith(text));
  const containing = all.filter((item) => !starting.includes(item) && item.toLowerCase().includes(text));
  return [...starting, ...containing].filter((item) => item.toLowerCase() !== text).slice(0, maxShown);
}
