/** What is being typed into a query, until it becomes terms. */
import type { RefObject, TargetedClipboardEvent, TargetedKeyboardEvent } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { parse, print, without, withTerm, type Query } from '../../query/index.js';
import { useSuggestions, type Suggestions } from './suggestion-list.js';

interface QueryDraft {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly offered: Suggestions;
  readonly problems: Query['problems'];
  type(text: string): void;
  accept(suggestion: string): void;
  close(): void;
  press(event: TargetedKeyboardEvent<HTMLInputElement>): void;
  paste(event: TargetedClipboardEvent<HTMLInputElement>): void;
}

export function useQueryDraft(
  query: Query,
  suggestions: readonly string[],
  onChange: (query: Pick<Query, 'terms'>) => void,
): QueryDraft {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const offered = useSuggestions(isOpen ? text : '', suggestions);
  const close = (): void => setOpen(false);
  const commit = (added: Query): void => {
    if (added.problems.length > 0) return;
    setText('');
    close();
    if (added.terms.length > 0) onChange(added.terms.reduce(withTerm, query));
  };
  // The beginning of a term waits for its value.
  const accept = (suggestion: string): void => {
    if (/[:=<>]$/.test(suggestion)) setText(suggestion);
    else commit(parse(suggestion));
    input.current?.focus();
  };
  const editLast = (): void => {
    setText(print({ terms: query.terms.slice(-1) }));
    onChange(without(query, query.terms.length - 1));
  };
  const leave = (): void => (offered.items.length > 0 ? close() : input.current?.blur());
  const workOf = (key: string): (() => void) | undefined => {
    const { chosen } = offered;
    if (key === 'ArrowDown') return () => offered.move(1);
    if (key === 'ArrowUp') return () => offered.move(-1);
    if (key === 'Enter') return () => (chosen === undefined ? commit(parse(text)) : accept(chosen));
    if (key === 'Tab' && chosen !== undefined) return () => accept(chosen);
    if (key === 'Escape') return leave;
    if (key === 'Backspace' && text === '' && query.terms.length > 0) return editLast;
    return undefined;
  };
  const press = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const work = workOf(event.key);
    if (work === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  };
  const type = (typed: string): void => (setText(typed), setOpen(true));
  const paste = (event: TargetedClipboardEvent<HTMLInputElement>): void => {
    const pasted = event.clipboardData?.getData('text') ?? '';
    if (text !== '' || !isSentence(pasted)) return;
    event.preventDefault();
    type(print({ terms: [{ type: 'text', text: pasted.trim(), isOff: false, isNegated: false }] }));
  };
  return { input, text, offered, problems: problemsOf(text), type, accept, close, press, paste };
}

// `Error: card declined` is a line of a log, not a search for what is declined in the field "Error".
function isSentence(pasted: string): boolean {
  return /\S\s+\S/.test(pasted.trim()) && parse(pasted).problems.length > 0;
}

// An open quotation mark is no problem yet while somebody types behind it.
function problemsOf(text: string): Query['problems'] {
  return /\s$/.test(text) || !text.includes('"') ? parse(text).problems : [];
}
