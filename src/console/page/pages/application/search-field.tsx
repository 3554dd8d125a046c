/** Narrows what stands below it; what is searched for stands in the URL. */
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useKeys } from '../../app/keyboard.js';
import { location, setParams } from '../../app/router.js';

interface SearchFieldProps {
  readonly label: string;
  /** Shown of all there are. */
  readonly count: number;
  readonly total: number;
}

export function SearchField({ label, count, total }: SearchFieldProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': () => field.current?.focus() }, { '/': 'Search' });
  return (
    <div class="application-search" role="search">
      <input
        ref={field}
        class="field"
        type="search"
        aria-label={label}
        placeholder={label}
        value={searched()}
        onInput={(event) => setParams({ q: event.currentTarget.value }, { replace: true })}
      />
      <span class="number quiet" role="status">
        {count === total ? total : `${count} of ${total}`}
      </span>
    </div>
  );
}

export function searched(): string {
  return location.value.params.get('q') ?? '';
}
