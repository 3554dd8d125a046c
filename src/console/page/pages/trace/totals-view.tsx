/** The spans of a trace by name: which ran most, and which took the most time. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { DataTable, type Column } from '../../components/data-table.js';
import { durationColumn, errorColumn, sumColumns } from '../../components/sum-columns.js';
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
    ...sumColumns<SpanTotal>(mostMs),
    durationColumn('selfMs', 'Self', ({ selfMs }) => selfMs),
    durationColumn('maxMs', 'Slowest', ({ maxMs }) => maxMs),
    errorColumn(),
  ];
}

function nameOf({ kind, name }: SpanTotal): JSX.Element {
  return (
    <span title={`${name} (${kind})`}>
      <FamilyMark kind={kind} /> {name}
    </span>
  );
}
