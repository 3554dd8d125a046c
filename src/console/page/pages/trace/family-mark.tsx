/** What family a span is of: a letter in a frame, and what it stands for to whoever points at it or hears the page. */
import type { JSX } from 'preact';
import { familyLooks, familyOf } from './span-families.js';
import './family-mark.css';

export function FamilyMark({ kind }: { readonly kind: string }): JSX.Element {
  const family = familyOf(kind);
  const { mark, title } = familyLooks[family];
  return (
    <span class={`family-mark family-${family}`} role="img" aria-label={title} title={`${title} (${kind})`}>
      {mark}
    </span>
  );
}
