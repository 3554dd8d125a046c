/** Lines one below the other, and gaps where some are missing. */
import type { ComponentChildren, JSX } from 'preact';
import type { LogRow } from '../../../shapes/index.js';
import { Link } from '../../app/router.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { EmptyState } from '../../components/empty-state.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatClock } from '../../format/time.js';
import { entriesOf, keyOf, type LogEntry, type LogList } from './log-list.js';
import { sequenceIn } from './logs-params.js';

interface LogTableProps {
  readonly list: LogList;
  /** By `lineName`. */
  readonly selected: string | undefined;
  /** Whether less is shown than there is. */
  readonly isNarrowed: boolean;
  readonly startedAtMs: number;
  readonly onOpen: (row: LogRow) => void;
  /** Asks for the lines below this one. */
  readonly onFill: (below: number) => void;
}

export function LogTable({ list, selected, isNarrowed, startedAtMs, onOpen, onFill }: LogTableProps): JSX.Element {
  const selectedNumber = selected === undefined ? undefined : sequenceIn(selected, startedAtMs);
  const oldest = list.rows.at(-1)?.sequence;
  return (
    <DataTable
      label="Log lines"
      rows={entriesOf(list)}
      rowKey={keyOf}
      columns={columnsWith(onFill)}
      selectedKey={selectedNumber === undefined ? null : String(selectedNumber)}
      rowClass={classOf}
      onOpen={(entry) => (entry.type === 'line' ? onOpen(entry.row) : onFill(entry.below))}
      onMore={() => oldest !== undefined && onFill(oldest)}
      emptyText={isNarrowed ? <NothingFits /> : <NothingYet />}
    />
  );
}

function columnsWith(onFill: (below: number) => void): readonly Column<LogEntry>[] {
  return [
    {
      id: 'time',
      title: 'Time',
      width: 92,
      keep: true,
      render: ofLine(({ timeMs }) => <span class="number">{formatClock(timeMs)}</span>),
    },
    { id: 'level', title: 'Level', width: 88, render: ofLine(({ level }) => <Level level={level} />) },
    { id: 'target', title: 'From', width: 130, render: ofLine(({ target }) => <span class="quiet">{target}</span>) },
    { id: 'message', title: 'Message', keep: true, render: (entry) => <Message entry={entry} onFill={onFill} /> },
    { id: 'trace', title: 'Trace', width: 64, render: ofLine((row) => <TraceLink row={row} />) },
  ];
}

function ofLine(render: (row: LogRow) => ComponentChildren): (entry: LogEntry) => ComponentChildren {
  return (entry) => (entry.type === 'line' ? render(entry.row) : null);
}

function classOf(entry: LogEntry): string {
  return entry.type === 'gap' ? 'logs-gap' : `logs-line is-${entry.row.level}`;
}

function Level({ level }: Pick<LogRow, 'level'>): JSX.Element {
  return (
    <span class="logs-line-level">
      <StatusMark status={level} />
      {level}
    </span>
  );
}

function Message({
  entry,
  onFill,
}: {
  readonly entry: LogEntry;
  readonly onFill: (below: number) => void;
}): JSX.Element {
  if (entry.type === 'line') return <span class="logs-line-message">{textOf(entry.row)}</span>;
  return (
    <button type="button" class="logs-gap-fill" onClick={() => onFill(entry.below)}>
      More lines were written here than were sent: show them
    </button>
  );
}

/** A line that was written without a message has fields to tell. */
function textOf({ message, fields }: LogRow): string {
  if (message !== '') return message;
  const own = Object.entries(fields).filter(([name]) => !placeFields.has(name));
  return JSON.stringify(Object.fromEntries(own));
}

/** What lines say of where they were written. */
const placeFields: ReadonlySet<string> = new Set([
  'user_id',
  'session_id',
  'correlation_id',
  'causation_id',
  'event_id',
  'span',
]);

/** One click from a line to the span that it was written in. */
function TraceLink({ row: { traceId, spanId } }: { readonly row: LogRow }): JSX.Element | null {
  if (traceId === null) return null;
  return (
    <Link page="trace" params={{ id: traceId, span: spanId }} class="mono" title={`Trace ${traceId}`}>
      {traceId.slice(0, 7)}
    </Link>
  );
}

function NothingFits(): JSX.Element {
  return (
    <EmptyState title="No line in memory fits">
      <p>Switch a chip off, or lower the level.</p>
    </EmptyState>
  );
}

function NothingYet(): JSX.Element {
  return (
    <EmptyState title="No line was written yet">
      <p>
        Lines of Nest's <code>Logger</code> and of the injected pino come here as they are written. Send the application
        a request, or lower <code>logs.level</code>.
      </p>
    </EmptyState>
  );
}
