/** The operations that the processor worked for, the busiest first. */
import type { JSX } from 'preact';
import { Link } from '../../app/router.js';
import { EmptyState } from '../../components/empty-state.js';
import { PlainTable } from '../../components/plain-table.js';
import { formatCount } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import type { ProfileAnswer } from '../../../shapes/index.js';
import type { ViewProps } from './profile-view.js';

const MAX_ROWS = 200;

type Span = ProfileAnswer['spans'][number];

export function SpanTable({ model: { spans } }: ViewProps): JSX.Element {
  const rows = spans.toSorted((left, right) => right.selfMs - left.selfMs);
  if (rows.length === 0)
    return (
      <EmptyState title="No operation ran while this profile was taken">
        Requests, jobs and messages are told apart here, with the time that each kept the processor busy.
      </EmptyState>
    );
  return (
    <>
      <PlainTable label="Operations by the time that they kept the processor busy">
        <thead>
          <tr>
            <th scope="col" class="is-right">
              Busy
            </th>
            <th scope="col">Operation</th>
            <th scope="col">Kind</th>
            <th scope="col">For</th>
            <th scope="col">Trace</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MAX_ROWS).map((span, place) => (
            <tr key={place}>
              <td class="is-right number">{formatDuration(span.selfMs)}</td>
              <td>{span.name}</td>
              <td class="quiet">{span.kind}</td>
              <td>{span.route}</td>
              <td>{traceOf(span)}</td>
            </tr>
          ))}
        </tbody>
      </PlainTable>
      {rows.length > MAX_ROWS && <p class="quiet">{formatCount(rows.length - MAX_ROWS)} more took less</p>}
    </>
  );
}

function traceOf({ traceId, spanId }: Span): JSX.Element {
  if (traceId === null) return <span class="quiet">not sampled, or several</span>;
  return (
    <Link page="trace" params={{ id: traceId, span: spanId }} class="mono">
      {traceId.slice(0, 8)}
    </Link>
  );
}
