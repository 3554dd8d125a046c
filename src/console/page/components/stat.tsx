/** One figure with its name; perhaps how it went, as a line beside it. */
import type { ComponentChildren, JSX } from 'preact';
import type { Tone } from './tone.js';
import './stat.css';

interface StatProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly hint?: ComponentChildren;
  readonly tone?: Tone;
  /** Such as a spark line. */
  readonly children?: ComponentChildren;
}

export function Stat({ label, value, hint, tone = 'neutral', children }: StatProps): JSX.Element {
  return (
    <div class={`stat tone-${tone}`}>
      <div class="stat-label">{label}</div>
      <div class="stat-value number">{value}</div>
      {hint === undefined ? null : <div class="stat-hint">{hint}</div>}
      {children === undefined ? null : <div class="stat-more">{children}</div>}
    </div>
  );
}
