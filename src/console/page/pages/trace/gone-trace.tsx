/** What stands where a trace was asked for that the application does not have (any more). */
import type { JSX } from 'preact';
import { Link } from '../../app/router.js';
import { session } from '../../app/session.js';
import { EmptyState } from '../../components/empty-state.js';
import { PageHeader } from '../../components/page-header.js';
import { formatCount } from '../../format/count.js';

export function GoneTrace({ traceId }: { readonly traceId: string }): JSX.Element {
  const maxTraces = session.value?.limits.maxTraces;
  return (
    <>
      <PageHeader title="Trace" note={<span class="mono">{traceId}</span>} />
      <EmptyState title="This trace is no longer in memory">
        <p>
          The console keeps the newest {maxTraces === undefined ? '' : formatCount(maxTraces)} traces, the last failures
          and the slowest of each route, until the application stops. Raise <code>console.maxTraces</code> or{' '}
          <code>console.maxBytes</code> to keep more.
        </p>
        <p>
          <Link page="traces">All traces</Link> ·{' '}
          <Link page="logs" params={{ q: `trace:${traceId}` }}>
            Its log lines, if they are still there
          </Link>
        </p>
      </EmptyState>
    </>
  );
}
