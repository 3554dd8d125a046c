/** One line whole: its message, its fields, and where it leads. */
import type { JSX } from 'preact';
import type { LogRow, LogsAnswer } from '../../../shapes/index.js';
import { Link, setParams } from '../../app/router.js';
import { session } from '../../app/session.js';
import { useResource } from '../../app/use-resource.js';
import { CodeBlock } from '../../components/code-block.js';
import { Drawer } from '../../components/drawer.js';
import { EmptyState } from '../../components/empty-state.js';
import { KeyValues } from '../../components/key-values.js';
import { SourceLink } from '../../components/source-link.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatDateTime } from '../../format/time.js';
import { LogFields } from './log-fields.js';
import { sequenceIn } from './logs-params.js';

interface LogDrawerProps {
  /** By `lineName`. */
  readonly line: string;
  /** Those on the page: most often it is one of them. */
  readonly rows: readonly LogRow[];
  readonly query: string;
}

export function LogDrawer({ line, rows, query }: LogDrawerProps): JSX.Element {
  const sequence = sequenceIn(line, session.value?.startedAtMs ?? 0);
  const shown = rows.find((row) => row.sequence === sequence);
  const isAsked = shown === undefined && sequence !== undefined;
  const asked = useResource<LogsAnswer>(isAsked ? 'logs' : null, { beforeSequence: (sequence ?? 0) + 1, limit: 1 });
  const found = shown ?? asked.value?.rows.find((row) => row.sequence === sequence);
  const isGone = found === undefined && (sequence === undefined || !asked.isLoading);
  return (
    <Drawer title={found === undefined ? 'Line' : <Title row={found} />} onClose={() => setParams({ line: null })}>
      {found === undefined ? null : <Details row={found} query={query} />}
      {isGone ? <Gone /> : null}
    </Drawer>
  );
}

function Title({ row: { level, target } }: { readonly row: LogRow }): JSX.Element {
  return (
    <span class="logs-drawer-title">
      <StatusMark status={level} label={level} /> {target}
    </span>
  );
}

function Details({ row, query }: { readonly row: LogRow; readonly query: string }): JSX.Element {
  return (
    <>
      <CodeBlock text={row.message} label="Message" />
      <KeyValues entries={factsOf(row)} />
      <LogFields fields={row.fields} query={query} />
    </>
  );
}

function factsOf({
  timeMs,
  level,
  traceId,
  spanId,
  requestId,
  source,
  fields,
}: LogRow): readonly (readonly [string, JSX.Element])[] {
  const chain = fields['correlation_id'];
  const facts: (readonly [string, JSX.Element] | false)[] = [
    ['time', <span class="number">{formatDateTime(timeMs)}</span>],
    ['level', <>{level}</>],
    traceId !== null && ['trace', <TraceLinks traceId={traceId} spanId={spanId} />],
    requestId !== null && ['request', <LinesLink term={`request:${requestId}`} text={requestId} />],
    typeof chain === 'string' && ['chain', <ChainLink correlationId={chain} />],
    source !== null && ['source', <SourceLink place={source} />],
  ];
  return facts.filter((fact) => fact !== false);
}

function TraceLinks({ traceId, spanId }: { readonly traceId: string; readonly spanId: string | null }): JSX.Element {
  return (
    <>
      <Link page="trace" params={{ id: traceId, span: spanId }}>
        {traceId}
      </Link>{' '}
      <LinesLink term={`trace:${traceId}`} text="its lines" />
    </>
  );
}

function LinesLink({ term, text }: { readonly term: string; readonly text: string }): JSX.Element {
  return (
    <Link page="logs" params={{ q: term }}>
      {text}
    </Link>
  );
}

/** To what caused it, and what it has caused. */
function ChainLink({ correlationId }: { readonly correlationId: string }): JSX.Element {
  return (
    <Link page="events" params={{ id: correlationId }}>
      {correlationId}
    </Link>
  );
}

function Gone(): JSX.Element {
  return (
    <EmptyState title="This line is no longer in memory">
      <p>
        Newer ones took its place, or the application was started anew. <code>console.maxLogs</code> says how many are
        kept.
      </p>
    </EmptyState>
  );
}
