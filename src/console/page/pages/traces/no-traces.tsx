/** No trace to show: because nothing fits, or because nothing has happened yet. */
import type { JSX } from 'preact';
import { setParams } from '../../app/router.js';
import { CodeBlock } from '../../components/code-block.js';
import { EmptyState } from '../../components/empty-state.js';
import { isNarrowed, widened, type TracesParams } from './traces-params.js';

export function NoTraces({ params }: { readonly params: TracesParams }): JSX.Element {
  if (isNarrowed(params))
    return (
      <EmptyState title="No trace fits">
        <button type="button" class="button" onClick={() => setParams(widened)}>
          Show all traces
        </button>
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing has been traced yet">
      <p>Send the application a request, and its trace appears here within a second:</p>
      <CodeBlock text={`curl -i ${window.location.origin}/`} label="a first request" />
      <p>
        Requests for metrics, health and this console are not recorded. <code>traces.enabled</code> and{' '}
        <code>traces.sampleRatio</code> say whether anything else is.
      </p>
    </EmptyState>
  );
}
