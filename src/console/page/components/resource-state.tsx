/** What stands where an answer should: that it is on its way, or why there is none. An old answer stays, with a word about it. */
import type { ComponentChildren, JSX } from 'preact';
import type { ApiError } from '../app/api.js';
import type { Resource } from '../app/use-resource.js';
import { EmptyState } from './empty-state.js';
import './resource-state.css';

interface ResourceStateProps<T> {
  readonly resource: Resource<T>;
  readonly children: (value: T) => ComponentChildren;
}

export function ResourceState<T>({ resource, children }: ResourceStateProps<T>): JSX.Element {
  const { value, error, reload } = resource;
  if (value === undefined && error === undefined) return <p class="resource-state-wait quiet">Loading …</p>;
  return (
    <>
      {error === undefined ? null : <Trouble error={error} isAlone={value === undefined} onRetry={reload} />}
      {value === undefined ? null : children(value)}
    </>
  );
}

interface TroubleProps {
  readonly error: ApiError;
  readonly isAlone: boolean;
  readonly onRetry: () => void;
}

function Trouble({ error, isAlone, onRetry }: TroubleProps): JSX.Element {
  const retry = (
    <button type="button" class="button" onClick={onRetry}>
      Try again
    </button>
  );
  if (isAlone)
    return (
      <EmptyState title={error.fact}>
        <p>To mend it: {error.fix}.</p>
        {retry}
      </EmptyState>
    );
  return (
    <p class="resource-state-old" role="status">
      <span>This is what was known before: {error.fact}.</span> {retry}
    </p>
  );
}
