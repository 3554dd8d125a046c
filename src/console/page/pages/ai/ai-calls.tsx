/** The latest calls; each opens its trace. What was said in them is in the trace, and only where `ai.recordContent` is on. */
import type { JSX } from 'preact';
import { Link, navigate } from '../../app/router.js';
import { DataTable, type Column } from '../../components/data-table.js';
import { StatusMark } from '../../components/status-mark.js';
import { TimeAgo } from '../../components/time-ago.js';
import { formatCount } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import type { AiCallRow } from '../../../shapes/index.js';
import { formatCost } from './format-cost.js';

const columns: readonly Column<AiCallRow>[] = [
  { id: 'timeMs', title: 'When', width: 80, render: ({ timeMs }) => <TimeAgo timeMs={timeMs} />, keep: true },
  {
    id: 'outcome',
    title: 'Outcome',
    width: 90,
    render: ({ outcome }) => (
      <>
        <StatusMark status={outcome} /> {outcome}
      </>
    ),
    sortable: true,
  },
  {
    id: 'model',
    title: 'Model',
    render: ({ model, provider, tier }) => (
      <>
        <span class="mono">{model}</span> <span class="quiet">{[provider, tier].filter(Boolean).join(', ')}</span>
      </>
    ),
    sortable: true,
    keep: true,
  },
  figure('durationMs', 'Duration', 90, formatDuration),
  figure('firstTokenMs', 'First token', 90, formatDuration),
  figure('promptTokens', 'Prompt', 80, formatCount),
  figure('completionTokens', 'Completion', 90, formatCount),
  figure('costCents', 'Cost', 90, formatCost),
  { id: 'trace', title: 'Trace', width: 130, render: (call) => <TraceCell call={call} /> },
];

export function AiCalls({ calls }: { readonly calls: readonly AiCallRow[] }): JSX.Element {
  return (
    <div class="ai-calls">
      <DataTable
        rows={calls}
        columns={columns}
        rowKey={({ timeMs, traceId, model }) => `${timeMs} ${traceId} ${model}`}
        label="Latest calls of models"
        emptyText="The latest calls are not in memory"
        onOpen={({ traceId }) => traceId !== null && navigate('trace', { id: traceId })}
      />
    </div>
  );
}

type FigureName = 'durationMs' | 'firstTokenMs' | 'promptTokens' | 'completionTokens' | 'costCents';

function figure(
  id: FigureName,
  title: string,
  width: number,
  format: (value: number | null) => string,
): Column<AiCallRow> {
  return { id, title, width, align: 'right', render: (call) => format(call[id]), sortable: true };
}

function TraceCell({ call: { traceId, hasContent } }: { readonly call: AiCallRow }): JSX.Element {
  if (traceId === null) return <span class="quiet">not sampled</span>;
  return (
    <Link page="trace" params={{ id: traceId }} class="mono" title={hasContent ? 'With what was said' : undefined}>
      {traceId.slice(0, 8)}
      {hasContent ? ' + text' : ''}
    </Link>
  );
}
