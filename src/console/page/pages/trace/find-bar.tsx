/** Find in the trace: what is found, the next one, and what can be folded. */
import type { JSX, TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { useKeys } from '../../app/keyboard.js';

interface FindBarProps {
  readonly text: string;
  /** `3/17` */
  readonly position: string;
  readonly hitCount: number;
  readonly onText: (text: string) => void;
  readonly onStep: (step: 1 | -1) => void;
}

export function FindBar({ text, position, hitCount, onText, onStep }: FindBarProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  useKeys(
    { '/': () => field.current?.select(), n: () => onStep(1), N: () => onStep(-1) },
    { '/': 'Find in this trace', n: 'Next span found', N: 'Span found before' },
  );
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') event.currentTarget.blur();
  };
  return (
    <div class="find-bar" role="search">
      <input
        ref={field}
        class="field"
        type="search"
        value={text}
        placeholder="Find a name, attribute, id …"
        aria-label="Find in this trace"
        onInput={(event) => onText(event.currentTarget.value)}
        onKeyDown={press}
      />
      <button
        type="button"
        class="button"
        disabled={hitCount === 0}
        onClick={() => onStep(-1)}
        title="Span found before (N)"
      >
        ↑<span class="unseen">Span found before</span>
      </button>
      <button
        type="button"
        class="button"
        disabled={hitCount === 0}
        onClick={() => onStep(1)}
        title="Next span found (n)"
      >
        ↓<span class="unseen">Next span found</span>
      </button>
      <span class="number quiet" role="status">
        {text.trim() === '' ? '' : hitCount === 0 ? 'nothing' : position}
      </span>
    </div>
  );
}
