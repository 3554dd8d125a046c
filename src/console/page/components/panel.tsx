/** A part of a page under a heading and a thin line. */
import type { ComponentChildren, JSX } from 'preact';
import { classes } from './classes.js';
import './panel.css';

interface PanelProps {
  readonly title: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly class?: string;
  readonly children?: ComponentChildren;
}

export function Panel({ title, note, actions, class: own, children }: PanelProps): JSX.Element {
  return (
    <section class={classes('panel', own)}>
      <div class="panel-head">
        <h2>{title}</h2>
        {note === undefined ? null : <span class="panel-note">{note}</span>}
        {actions === undefined ? null : <div class="panel-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
