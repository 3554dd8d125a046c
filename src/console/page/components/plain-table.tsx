/** A table of a few rows, as HTML has it; it scrolls sideways where it is too wide. */
import type { ComponentChildren, JSX } from 'preact';
import { classes } from './classes.js';
import './plain-table.css';

export interface PlainTableProps {
  /** What it lists, for those who hear the page. */
  readonly label: string;
  readonly class?: string;
  /** `thead` and `tbody`. */
  readonly children: ComponentChildren;
}

export function PlainTable({ label, class: own, children }: PlainTableProps): JSX.Element {
  return (
    <div class={classes('plain-table', own)} tabIndex={0} role="region" aria-label={label}>
      <table>
        <caption class="unseen">{label}</caption>
        {children}
      </table>
    </div>
  );
}
