/** The spans of a trace by name: which ran most, and which took the most time. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Bar } from '../../components/bar.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { Duration } from '../../components/duration.js';
import { formatCount } from '../../format/count.js';
import { FamilyMark } from './family-mark.js';
import { spanTotals, type SpanTotal } from './span-totals.js';
import type { TraceModel } from './trace-model.js';

interface TotalsViewProps {
  readonly model: TraceModel;
  /** The slowest of a group. */
  readonly onOpen: (spanId: string) => void;
}

export function TotalsView({ model, onOpen }: TotalsViewProps): JSX.Element {
  const totals = useMemo(() => spanTotals(model.detail.spans), [model.detail.spans]);
  const mostMs = totals[0]?.totalMs ?? 0;
  return (
    <div class="trace-table">
      <DataTable
        label="Spans by name"
        rows={totals}
        columns={columnsFor(mostMs)}
        rowKey={({ kind, name }) => `${kind} ${name}`}
        onOpen={({ slowest }) => onOpen(slowest.spanId)}
        emptyText="This trace has no spans"
      />
    </div>
  );
}

function columnsFor(mostMs: number): readonly Column<SpanTotal>[] {
  return [
    { id: 'name', title: 'Name', keep: true, sortable: true, render: nameOf },
    {
      id: 'count',
      title: 'Count',
      width: 70,
      align: 'right',
      keep: true,
      sortable: true,
      render: ({ count }) => formatCount(count),
    },
    {
      id: 'totalMs',
      title: 'Total',
      width: 90,
      align: 'right',
      keep: true,
      sortable: true,
      render: ({ totalMs }) => <Duration ms={totalMs} />,
    },
    { id: 'share', title: 'Of the largest', width: 110, render: ({ totalMs }) => <Bar value={totalMs} max={mostMs} /> },
    {
      id: 'selfMs',
      title: 'Self',
      width: 90,
      align: 'right',
      sortable: true,
      render: ({ selfMs }) => <Duration ms={selfMs} />,
    },
    {
      id: 'maxMs',
      title: 'Slowest',
      width: 90,
      align: 'right',
      sortable: true,
      render: ({ maxMs }) => <Duration ms={maxMs} />,
    },
    {
      id: 'errorCount',
      title: 'Errors',
      width: 64,
      align: 'right',
      sortable: true,
      render: ({ errorCount }) => errorCount || '',
    },
  ];
}

function nameOf({ kind, name }: SpanTotal): JSX.Element {
  return (
    <span title={`${name} (${kind})`}>
      <FamilyMark kind={kind} /> {name}
    </span>
  );
}
