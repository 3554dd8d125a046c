/** A status at a glance: a disc, a triangle, a cross, a ring, so that its colour is never the only sign. */
import type { JSX } from 'preact';
import { toneOf, type Tone } from './tone.js';
import './status-mark.css';

interface StatusMarkProps {
  /** A tone, or the name of a status (`error`, `degraded`, `up`). */
  readonly status: string;
  /** What it is called; without one it is decoration beside a text that says the same. */
  readonly label?: string;
}

const shapes: Readonly<Record<Tone, JSX.Element>> = {
  ok: <circle cx="6" cy="6" r="3.5" class="status-mark-fill" />,
  warn: <path d="M6 1.5 11 10.5H1Z" class="status-mark-fill" />,
  error: <path d="M2 2 10 10M10 2 2 10" class="status-mark-stroke" />,
  info: <path d="M6 1.5 10.5 6 6 10.5 1.5 6Z" class="status-mark-fill" />,
  neutral: <circle cx="6" cy="6" r="3" class="status-mark-ring" />,
  accent: <rect x="2" y="2" width="8" height="8" class="status-mark-fill" />,
};

export function StatusMark({ status, label }: StatusMarkProps): JSX.Element {
  const tone = status in shapes ? (status as Tone) : toneOf(status);
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': label };
  return (
    <svg class={`status-mark tone-${tone}`} viewBox="0 0 12 12" {...naming}>
      {shapes[tone]}
    </svg>
  );
}
