/** Looks for a text among the rows of a page; it stands in the address as `q`. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useKeys } from '../app/keyboard.js';
import { location, setParams } from '../app/router.js';
import './text-filter.css';

interface TextFilterProps {
  /** What is searched, such as 'Search errors'. */
  readonly label: string;
}

const patienceMs = 200;

export function TextFilter({ label }: TextFilterProps): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const value = location.value.params.get('q') ?? '';
  const [draft, setDraft] = useState(value);
  const written = useRef(value);
  useKeys({ '/': () => input.current?.focus() }, { '/': label });
  useEffect(() => () => clearTimeout(timer.current), []);
  // Back and links change it, too; our own words come back later than the next letter.
  useEffect(() => {
    if (value === written.current) return;
    clearTimeout(timer.current);
    setDraft((written.current = value));
  }, [value]);
  const write = (text: string): void => {
    written.current = text;
    setParams({ q: text }, { replace: true });
  };
  const look = (text: string): void => {
    setDraft(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => write(text), patienceMs);
  };
  return (
    <input
      ref={input}
      class="field text-filter"
      type="search"
      aria-label={label}
      placeholder={label}
      spellcheck={false}
      value={draft}
      onInput={({ currentTarget }) => look(currentTarget.value)}
    />
  );
}
