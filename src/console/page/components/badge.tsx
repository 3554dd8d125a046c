/** A short word that says what something is. */
import type { ComponentChildren, JSX } from 'preact';
import type { Tone } from './tone.js';
import './badge.css';

interface BadgeProps {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ComponentChildren;
}

export function Badge({ tone = 'neutral', title, children }: BadgeProps): JSX.Element {
  return (
    <span class={`badge tone-${tone}`} title={title}>
      {children}
    </span>
  );
}
