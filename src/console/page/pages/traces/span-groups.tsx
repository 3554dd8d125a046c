/** Spans over all traces that fit, by what they are: which query ran most, and which takes the time. */
import type { JSX } from 'preact';
import type { SpanGroup, SpanGroupsAnswer } from '../../../shapes/index.js';
import { Link, location, navigate, setParams } from '../../app/router.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { Duration } from '../../components/duration.js';
import { EmptyState } from '../../components/empty-state.js';
import { durationColumn, errorColumn, sumColumns } from '../../components/sum-columns.js';
import { nextOrder, readOrder, sortedRows, writeOrder } from '../../components/sort-rows.js';
import { formatCount, formatPlural } from '../../format/count.js';
import { FamilyMark } from '../trace/family-mark.js';

export function SpanGroups({ answer }: { readonly answer: SpanGroupsAnswer }): JSX.Element {
  const { params } = location.value;
  const kind = params.get('kind') ?? '';
  const order = readOrder(params.get('order'));
  const groups = answer.groups.filter((group) => kind === '' || group.kind === kind);
  const spanCount = kind === '' ? answer.spanCount : groups.reduce((sum, { count }) => sum + count, 0);
  const columns = columnsFor(groups.reduce((most, { totalMs }) => Math.max(most, totalMs), 0));
  return (
    <div class="traces-list">
      <div class="traces-tools">
        <Kinds groups={answer.groups} kind={kind} />
        <span class="quiet">
          {formatPlural(spanCount, 'span')} of {formatPlural(answer.traceCount, 'trace')}
          {answer.omittedGroups > 0 ? `; ${formatCount(answer.omittedGroups)} smaller groups are left out` : ''}
        </span>
      </div>
      <DataTable
        label="Spans by name, over all traces"
        rows={sortedRows(groups, columns, order)}
        columns={columns}
        sort={order}
        onSort={(columnId) => setParams({ order: writeOrder(nextOrder(order, columnId)) })}
        rowKey={keyOf}
        onOpen={({ sample }) => navigate('trace', { id: sample.traceId, span: sample.spanId })}
        emptyText={<EmptyState title="No span fits">Send the application a request, or widen the filter.</EmptyState>}
      />
    </div>
  );
}

interface KindsProps {
  readonly groups: readonly SpanGroup[];
  readonly kind: string;
}

function Kinds({ groups, kind }: KindsProps): JSX.Element {
  const kinds = [...new Set(groups.map((group) => group.kind))].toSorted();
  return (
    <label>
      Kind{' '}
      <select class="field" value={kind} onChange={(event) => setParams({ kind: event.currentTarget.value })}>
        <option value="">all</option>
        {kinds.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function columnsFor(mostMs: number): readonly Column<SpanGroup>[] {
  return [
    { id: 'name', title: 'Name', keep: true, sortable: true, render: nameOf },
    ...sumColumns<SpanGroup>(mostMs),
    durationColumn('p50Ms', 'p50', ({ p50Ms }) => p50Ms),
    durationColumn('p95Ms', 'p95', ({ p95Ms }) => p95Ms),
    errorColumn(),
    { id: 'sample', title: 'Slowest', width: 84, align: 'right', render: slowestOf },
  ];
}

function nameOf({ kind, name, statement }: SpanGroup): JSX.Element {
  return (
    <span title={statement ?? `${name} (${kind})`}>
      <FamilyMark kind={kind} /> {name} <span class="quiet mono">{statement}</span>
    </span>
  );
}

function slowestOf({ sample, maxMs }: SpanGroup): JSX.Element {
  return (
    <Link page="trace" params={{ id: sample.traceId, span: sample.spanId }} tabIndex={-1}>
      <Duration ms={maxMs} />
    </Link>
  );
}

function keyOf({ kind, name, statement }: SpanGroup): string {
  return JSON.stringify([kind, name, statement]);
}
