/** The head of a page: its name, what is said about it, and what can be done with all of it. */
import type { ComponentChildren, JSX } from 'preact';
import './page-header.css';

interface PageHeaderProps {
  readonly title: ComponentChildren;
  /** Beside the title: a count, a status, the way back. */
  readonly note?: ComponentChildren;
  /** At the far end: buttons. */
  readonly actions?: ComponentChildren;
  /** Below: a query bar, tabs. */
  readonly children?: ComponentChildren;
}

export function PageHeader({ title, note, actions, children }: PageHeaderProps): JSX.Element {
  return (
    <header class="page-header">
      <div class="page-header-line">
        <h1>{title}</h1>
        {note === undefined ? null : <div class="page-header-note">{note}</div>}
        {actions === undefined ? null : <div class="page-header-actions">{actions}</div>}
      </div>
      {children}
    </header>
  );
}
