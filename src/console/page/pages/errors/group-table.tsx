/** Groups of failures, each a row: what it is, where, how often, and how it went in the last hour. */
import type { JSX } from 'preact';
import type { ErrorGroup } from '../../../shapes/index.js';
import { navigate } from '../../app/router.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { EmptyState } from '../../components/empty-state.js';
import { SparkLine } from '../../components/spark-line.js';
import { StatusMark } from '../../components/status-mark.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatCount, formatPlural } from '../../format/count.js';

interface GroupTableProps {
  readonly groups: readonly ErrorGroup[];
  /** Whether less is shown than there is. */
  readonly isNarrowed: boolean;
}

export function GroupTable({ groups, isNarrowed }: GroupTableProps): JSX.Element {
  return (
    <DataTable
      label="Errors"
      rows={groups}
      rowKey={({ fingerprint }) => fingerprint}
      columns={columns}
      onOpen={({ fingerprint }) => navigate('errors', { fingerprint })}
      emptyText={isNarrowed ? <NothingFits /> : <NoFailure />}
    />
  );
}

const columns: readonly Column<ErrorGroup>[] = [
  { id: 'message', title: 'Error', keep: true, render: (group) => <What group={group} /> },
  { id: 'routes', title: 'Where', width: 220, render: ({ routes }) => <Routes routes={routes} /> },
  { id: 'perMinute', title: 'Last hour', width: 120, render: (group) => <LastHour group={group} /> },
  {
    id: 'count',
    title: 'Count',
    width: 64,
    align: 'right',
    keep: true,
    sortable: true,
    render: ({ count }) => formatCount(count),
  },
  {
    id: 'lastSeenMs',
    title: 'Last seen',
    width: 92,
    align: 'right',
    sortable: true,
    render: ({ lastSeenMs }) => <TimeAgo timeMs={lastSeenMs} />,
  },
];

function What({ group: { type, message } }: { readonly group: ErrorGroup }): JSX.Element {
  return (
    <span title={message}>
      <StatusMark status="error" /> <strong class="errors-type">{type}</strong> {message}
    </span>
  );
}

function Routes({ routes }: Pick<ErrorGroup, 'routes'>): JSX.Element {
  const [first, ...others] = routes;
  if (first === undefined) return <span class="quiet">outside any request</span>;
  return (
    <span title={routes.map(({ name, count }) => `${name}: ${count}`).join('\n')}>
      {first.name}
      {others.length === 0 ? null : <span class="quiet"> and {others.length} more</span>}
    </span>
  );
}

function LastHour({ group: { perMinute } }: { readonly group: ErrorGroup }): JSX.Element {
  const sum = perMinute.reduce((total, count) => total + count, 0);
  return (
    <div class="errors-hour">
      <SparkLine values={perMinute} tone="error" label={`${formatPlural(sum, 'failure')} in the last hour`} />
    </div>
  );
}

function NothingFits(): JSX.Element {
  return (
    <EmptyState title="No error in memory fits">
      <p>It looks for a part of the class, the message, a route or the fingerprint.</p>
    </EmptyState>
  );
}

function NoFailure(): JSX.Element {
  return (
    <EmptyState title="Nothing has failed yet">
      <p>
        What a request, a message or a job fails with comes here, and what <code>captureError</code> is given; answers
        below 500 are none.
      </p>
    </EmptyState>
  );
}
