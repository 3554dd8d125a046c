/** What a row says of a trace. */
import type { JSX } from 'preact';
import type { TraceRow } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { Badge } from '../../components/badge.js';
import { Bar } from '../../components/bar.js';
import type { Column } from '../../components/data-table.js';
import { Duration } from '../../components/duration.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatCount } from '../../format/count.js';
import { statusWord } from '../../format/status.js';
import { formatClock, formatDateTime } from '../../format/time.js';

/** @param longestMs of all that are shown: what a full bar is */
export function traceColumns(longestMs: number): readonly Column<TraceRow>[] {
  return [
    { id: 'time', title: 'Time', width: 96, render: timeOf },
    { id: 'status', title: 'Status', width: 88, render: statusOf },
    { id: 'name', title: 'Name', keep: true, render: nameOf },
    {
      id: 'duration',
      title: 'Duration',
      width: 84,
      align: 'right',
      keep: true,
      render: ({ durationMs }) => <Duration ms={durationMs} />,
    },
    {
      id: 'bar',
      title: 'Of the longest',
      width: 140,
      render: (row) => <DurationBar row={row} longestMs={longestMs} />,
    },
    { id: 'spans', title: 'Spans', width: 56, align: 'right', render: ({ spanCount }) => formatCount(spanCount) },
    { id: 'errors', title: 'Errors', width: 56, align: 'right', render: errorsOf },
    { id: 'kind', title: 'Kind', width: 110, render: ({ kind }) => <span class="quiet">{kind}</span> },
  ];
}

function timeOf({ startedAtMs }: TraceRow): JSX.Element {
  return (
    <span class="number" title={formatDateTime(startedAtMs)}>
      {formatClock(startedAtMs)}
    </span>
  );
}

function nameOf({
  traceId,
  name,
  operation,
  errorMessage,
  isComplete,
  isImported,
  droppedSpanCount,
}: TraceRow): JSX.Element {
  return (
    <>
      <Link page="trace" params={{ id: traceId }} class="traces-name" tabIndex={-1}>
        {name}
      </Link>{' '}
      {operation === null ? null : <span class="quiet">{operation} </span>}
      {isComplete ? null : <Badge tone="info">under way</Badge>} {isImported ? <Badge>imported</Badge> : null}{' '}
      {droppedSpanCount > 0 ? (
        <Badge tone="warn" title={`${droppedSpanCount} of its spans were dropped`}>
          truncated
        </Badge>
      ) : null}{' '}
      <span class="quiet">{errorMessage}</span>
    </>
  );
}

function statusOf({ status, statusCode }: TraceRow): JSX.Element {
  return (
    <>
      <StatusMark status={isRefused(status, statusCode) ? 'warn' : status} />{' '}
      <span class="number">{statusCode ?? statusWord(status)}</span>
    </>
  );
}

/** By a 4xx: no failure of the application, and no success of whoever asked. */
function isRefused(status: TraceRow['status'], statusCode: string | null): boolean {
  return status !== 'error' && /^4\d\d$/.test(statusCode ?? '');
}

function DurationBar({ row, longestMs }: { readonly row: TraceRow; readonly longestMs: number }): JSX.Element {
  return <Bar value={row.durationMs} max={longestMs} tone={row.status === 'error' ? 'error' : 'accent'} />;
}

function errorsOf({ errorCount }: TraceRow): JSX.Element | null {
  return errorCount === 0 ? null : <span class="traces-errors">{formatCount(errorCount)}</span>;
}
