/** Kept requests, each a row. */
import type { JSX } from 'preact';
import type { CaptureRow } from '../../../shapes/index.js';
import { navigate } from '../../app/router.js';
import { Badge } from '../../components/badge.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { Duration } from '../../components/duration.js';
import { EmptyState } from '../../components/empty-state.js';
import { TimeAgo } from '../../components/time-ago.js';
import { pathOf } from './capture-text.js';
import { HttpStatus } from './http-status.js';

interface CaptureTableProps {
  readonly captures: readonly CaptureRow[];
  /** Whether less is shown than there is. */
  readonly isNarrowed: boolean;
}

export function CaptureTable({ captures, isNarrowed }: CaptureTableProps): JSX.Element {
  return (
    <DataTable
      label="Captures"
      rows={captures}
      rowKey={({ id }) => id}
      columns={columns}
      onOpen={({ id }) => navigate('captures', { id })}
      emptyText={isNarrowed ? <NothingFits /> : <NothingKept />}
    />
  );
}

const columns: readonly Column<CaptureRow>[] = [
  {
    id: 'status',
    title: 'Status',
    width: 84,
    keep: true,
    sortable: true,
    render: ({ status }) => <HttpStatus status={status} />,
  },
  {
    id: 'url',
    title: 'Request',
    keep: true,
    sortable: ({ url }) => pathOf(url),
    render: (row) => <Request row={row} />,
  },
  { id: 'reason', title: 'Kept as', width: 96, sortable: true, render: ({ reason }) => <Badge>{reason}</Badge> },
  {
    id: 'durationMs',
    title: 'Duration',
    width: 96,
    align: 'right',
    sortable: true,
    render: ({ durationMs }) => <Duration ms={durationMs} />,
  },
  {
    id: 'startedAtMs',
    title: 'When',
    width: 92,
    align: 'right',
    sortable: true,
    render: ({ startedAtMs }) => <TimeAgo timeMs={startedAtMs} />,
  },
];

function Request({ row: { method, url, route } }: { readonly row: CaptureRow }): JSX.Element {
  return (
    <span title={route === null ? url : `${url}\nroute ${route}`}>
      <strong class="captures-method">{method}</strong> <span class="mono">{pathOf(url)}</span>
    </span>
  );
}

function NothingFits(): JSX.Element {
  return (
    <EmptyState title="No capture fits">
      <p>It looks for a part of the verb, the address, the route, the status or the reason.</p>
    </EmptyState>
  );
}

function NothingKept(): JSX.Element {
  return (
    <EmptyState title="No request has been kept yet">
      <p>
        The rules in <code>capture.rules</code> decide which are: those that fail, those that are slow, or those that
        you match.
      </p>
    </EmptyState>
  );
}
