/** A fault in one page costs that page: the menu and the other pages go on. */
import { Component, type ComponentChildren } from 'preact';
import { CodeBlock } from '../components/code-block.js';
import { EmptyState } from '../components/empty-state.js';

interface BoundaryProps {
  readonly children: ComponentChildren;
}

interface BoundaryState {
  readonly error: Error | undefined;
}

export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static override getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ComponentChildren {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <EmptyState isPage title="This page has a fault of its own">
        <p>The application is not concerned. Please report it with these lines.</p>
        <CodeBlock label="The fault" text={error.stack ?? error.message} />
        <button type="button" class="button" onClick={() => this.setState({ error: undefined })}>
          Draw it again
        </button>
      </EmptyState>
    );
  }
}
