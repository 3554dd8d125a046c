/** A share of a whole as a line that is that long. */
import type { CSSProperties, JSX } from 'preact';
import type { Tone } from './tone.js';
import './bar.css';

interface BarProps {
  readonly value: number;
  readonly max: number;
  /** Where it begins, in the same unit. */
  readonly offset?: number;
  readonly tone?: Tone;
  /** What it says, for those who hear the page; without one it is decoration beside a figure. */
  readonly label?: string;
}

export function Bar({ value, max, offset = 0, tone = 'accent', label }: BarProps): JSX.Element {
  const start = shareOf(offset, max);
  const size = Math.min(shareOf(value, max), 1 - start);
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': label };
  return (
    <span class={`bar tone-${tone}`} {...naming}>
      <span class="bar-fill" style={{ '--start': String(start), '--size': String(size) } as CSSProperties} />
    </span>
  );
}

function shareOf(value: number, max: number): number {
  return max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
}
