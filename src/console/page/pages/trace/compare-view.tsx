/** This trace beside another of the same route: which one to choose, then their spans aligned, with what differs. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { TraceAnswer, TraceRow, TracesAnswer } from '../../../shapes/index.js';
import { print } from '../../../query/index.js';
import { setParams } from '../../app/router.js';
import { useResource } from '../../app/use-resource.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { Duration } from '../../components/duration.js';
import { EmptyState } from '../../components/empty-state.js';
import { ResourceState } from '../../components/resource-state.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatDuration } from '../../format/duration.js';
import { formatClock } from '../../format/time.js';
import { CompareTable } from './compare-table.js';
import { comparedRows } from './compare-traces.js';
import { spanTree } from './span-tree.js';
import type { TraceModel } from './trace-model.js';
import './compare.css';

interface CompareViewProps {
  readonly model: TraceModel;
  /** The other trace, or `choose`. */
  readonly compareId: string;
}

export function CompareView({ model, compareId }: CompareViewProps): JSX.Element {
  if (compareId === 'choose') return <Choice row={model.detail.row} />;
  return <Comparison model={model} compareId={compareId} />;
}

function Comparison({ model, compareId }: CompareViewProps): JSX.Element {
  const resource = useResource<TraceAnswer>('trace', { id: compareId });
  return <ResourceState resource={resource}>{({ trace }) => <SideBySide model={model} other={trace} />}</ResourceState>;
}

function SideBySide({
  model,
  other,
}: {
  readonly model: TraceModel;
  readonly other: TraceAnswer['trace'];
}): JSX.Element {
  const rows = useMemo(() => comparedRows(model.tree, spanTree(other.spans)), [model.tree, other]);
  const { row } = model.detail;
  const differenceMs = other.row.durationMs - row.durationMs;
  return (
    <section class="compare" aria-label="Two traces compared">
      <p>
        <strong>{formatClock(row.startedAtMs)}</strong> took {formatDuration(row.durationMs)},{' '}
        <strong>{formatClock(other.row.startedAtMs)}</strong> took {formatDuration(other.row.durationMs)}:{' '}
        {formatDuration(Math.abs(differenceMs))} {differenceMs < 0 ? 'less' : 'more'}.{' '}
        <button type="button" class="button" onClick={() => setParams({ compare: null })}>
          End the comparison
        </button>
      </p>
      <CompareTable
        rows={rows}
        leftTitle={formatClock(row.startedAtMs)}
        rightTitle={formatClock(other.row.startedAtMs)}
      />
    </section>
  );
}

function Choice({ row }: { readonly row: TraceRow }): JSX.Element {
  const resource = useResource<TracesAnswer>('traces', { q: sameWork(row), limit: 100 });
  return (
    <section class="compare" aria-label="Choose a trace to compare with">
      <p>Compare with which one?</p>
      <ResourceState resource={resource}>
        {({ rows }) => (
          <div class="trace-table">
            <DataTable
              label="Traces to compare with"
              rows={rows.filter(({ traceId }) => traceId !== row.traceId)}
              columns={choiceColumns}
              rowKey={({ traceId }) => traceId}
              onOpen={({ traceId }) => setParams({ compare: traceId }, { replace: true })}
              emptyText={
                <EmptyState title="There is no other trace of this route yet">
                  Send the request once more, and it stands here.
                </EmptyState>
              }
            />
          </div>
        )}
      </ResourceState>
    </section>
  );
}

const choiceColumns: readonly Column<TraceRow>[] = [
  {
    id: 'startedAtMs',
    title: 'Time',
    width: 100,
    keep: true,
    sortable: true,
    render: (row) => formatClock(row.startedAtMs),
  },
  {
    id: 'durationMs',
    title: 'Duration',
    width: 90,
    align: 'right',
    keep: true,
    sortable: true,
    render: (row) => <Duration ms={row.durationMs} />,
  },
  {
    id: 'status',
    title: 'Status',
    width: 80,
    render: (row) => (
      <>
        <StatusMark status={row.status} /> {row.statusCode ?? row.status}
      </>
    ),
  },
  { id: 'spanCount', title: 'Spans', width: 70, align: 'right', sortable: true, render: (row) => row.spanCount },
  { id: 'name', title: 'Name', render: (row) => row.name },
];

function sameWork({ name, kind }: TraceRow): string {
  const state = { type: 'field', operator: '=', isNegated: false, isOff: false } as const;
  const terms = [
    { ...state, field: 'name', value: name },
    { ...state, field: 'kind', value: kind },
  ];
  return print({ terms });
}
