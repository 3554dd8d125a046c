/** Nothing to show, and what to do about it. */
import type { ComponentChildren, JSX } from 'preact';
import './empty-state.css';

interface EmptyStateProps {
  /** The fact, as a sentence without a full stop. */
  readonly title: ComponentChildren;
  /** What to do, or why it is so. */
  readonly children?: ComponentChildren;
  /** Whether it is all that there is on the page, and so its heading. */
  readonly isPage?: boolean;
}

export function EmptyState({ title, children, isPage = false }: EmptyStateProps): JSX.Element {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div class="empty-state">
      <Title class="empty-state-title">{title}</Title>
      {children === undefined ? null : <div class="empty-state-text">{children}</div>}
    </div>
  );
}
