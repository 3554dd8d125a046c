/** What a trace was, how it went, and what can be done with it. */
import type { JSX } from 'preact';
import type { TraceDetail } from '../../../shapes/index.js';
import { fileUrl } from '../../app/api.js';
import { Link, navigate } from '../../app/router.js';
import { Badge } from '../../components/badge.js';
import { CopyButton } from '../../components/copy-button.js';
import { PageHeader } from '../../components/page-header.js';
import { StatusMark } from '../../components/status-mark.js';
import { formatPlural } from '../../format/count.js';
import { formatDuration } from '../../format/duration.js';
import { statusWord } from '../../format/status.js';
import { formatDateTime } from '../../format/time.js';
import { paramsForTrace, type TraceParams } from './trace-params.js';

interface TraceHeaderProps {
  readonly detail: TraceDetail;
  readonly params: TraceParams;
  readonly onCompare: () => void;
}

export function TraceHeader({ detail, params, onCompare }: TraceHeaderProps): JSX.Element {
  return (
    <PageHeader
      title={detail.row.name}
      note={<Outcome detail={detail} />}
      actions={<Neighbours detail={detail} params={params} onCompare={onCompare} />}
    >
      <div class="trace-line">
        <Facts detail={detail} />
        <Copies detail={detail} />
      </div>
    </PageHeader>
  );
}

function Outcome({ detail: { row } }: { readonly detail: TraceDetail }): JSX.Element {
  const status = statusWord(row.status);
  return (
    <span class="trace-outcome">
      <StatusMark status={row.status} /> <strong>{row.statusCode ?? status}</strong>{' '}
      {row.statusCode === null ? '' : status} · <strong class="number">{formatDuration(row.durationMs)}</strong>
      {row.isComplete ? null : (
        <Badge tone="info" title="Its root has not ended: more spans will come">
          under way
        </Badge>
      )}
      {row.droppedSpanCount > 0 ? (
        <Badge tone="warn" title="Raise console.maxSpansPerTrace to keep more of them">
          truncated, {formatPlural(row.droppedSpanCount, 'span')} dropped
        </Badge>
      ) : null}
      {row.isImported ? <Badge title="Read from a file, not recorded here">imported</Badge> : null}
    </span>
  );
}

function Facts({ detail: { row, captureId, profileId } }: { readonly detail: TraceDetail }): JSX.Element {
  return (
    <p class="trace-facts quiet">
      <span class="number">{formatDateTime(row.startedAtMs)}</span>
      <span>{formatPlural(row.spanCount, 'span')}</span>
      {row.errorCount > 0 ? <span class="trace-errors">{formatPlural(row.errorCount, 'error')}</span> : null}
      <Link page="logs" params={{ q: `trace:${row.traceId}` }}>
        {formatPlural(row.logCount, 'log line')}
      </Link>
      {row.requestId === null ? null : (
        <span>
          request <span class="mono">{row.requestId}</span>
        </span>
      )}
      {row.userId === null ? null : (
        <span>
          user <span class="mono">{row.userId}</span>
        </span>
      )}
      {captureId === null ? null : (
        <Link page="captures" params={{ id: captureId }}>
          Captured exchange
        </Link>
      )}
      {profileId === null ? null : (
        <Link page="profiles" params={{ id: profileId }}>
          CPU profile
        </Link>
      )}
    </p>
  );
}

function Copies({ detail: { row, traceparent, curl } }: { readonly detail: TraceDetail }): JSX.Element {
  const otlp = fileUrl('trace-otlp', { id: row.traceId });
  return (
    <div class="trace-copies" role="group" aria-label="Copy">
      <span class="quiet" aria-hidden="true">
        Copy
      </span>
      <CopyButton text={row.traceId} title="Copy the trace's id">
        id
      </CopyButton>
      <CopyButton text={traceparent} title="Copy the header that continues this trace">
        traceparent
      </CopyButton>
      {curl === null ? null : (
        <CopyButton text={curl} title="Copy a command that sends this request again">
          curl
        </CopyButton>
      )}
      <CopyButton text={() => textAt(otlp)} title="Copy as OpenTelemetry's JSON (OTLP)">
        OTLP
      </CopyButton>
      <a
        class="button"
        href={otlp}
        download={`trace-${row.traceId}.json`}
        title="OpenTelemetry's JSON (OTLP) as a file"
      >
        Download
      </a>
    </div>
  );
}

function Neighbours({ detail, params, onCompare }: TraceHeaderProps): JSX.Element {
  const go = (traceId: string | null): void => {
    if (traceId !== null) navigate('trace', paramsForTrace(traceId, params));
  };
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={detail.previousTraceId === null}
        title="Before this one, of the same route ( [ )"
        onClick={() => go(detail.previousTraceId)}
      >
        ← Earlier
      </button>
      <button
        type="button"
        class="button"
        disabled={detail.nextTraceId === null}
        title="After this one, of the same route ( ] )"
        onClick={() => go(detail.nextTraceId)}
      >
        Later →
      </button>
      <button type="button" class="button" aria-pressed={params.compareId !== undefined} onClick={onCompare}>
        Compare
      </button>
    </>
  );
}

async function textAt(url: string): Promise<string> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`the application answered ${response.status}`);
  return response.text();
}
