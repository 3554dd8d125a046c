/** `GET trace?id=`: one trace whole, with what other rooms know about it; and the same as a file for other tools. */
import { CaptureService, type Capture } from '../../capture/index.js';
import { DownloadAnswer, notKept } from '../../endpoints/index.js';
import { ProfilingService, type Profile, type Profiling } from '../../profiling/index.js';
import { resourceSpansOf } from '../otlp/trace-document.js';
import type { LogStore } from '../recorder/log-store.js';
import { rootOf } from '../recorder/trace-summary.js';
import type { StoredTrace } from '../recorder/stored-trace.js';
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';
import type { TraceAnswer } from '../shapes/index.js';
import { curlOfSpan } from './curl-of-span.js';

export interface TraceSources {
  readonly traces: TraceStore;
  readonly logs: LogStore;
  readonly capture: Capture | undefined;
  readonly profiling: Profiling | undefined;
}

export class TraceResource implements ConsoleResource {
  readonly name = 'trace';
  private readonly captures: CaptureService;

  constructor(private readonly sources: TraceSources) {
    this.captures = new CaptureService(sources.capture);
  }

  read(query: URLSearchParams): Omit<TraceAnswer, 'version'> {
    const { traces } = this.sources;
    const trace = keptTrace(traces, query);
    const { traceId } = trace;
    const { previous, next } = traces.neighboursOf(trace);
    const [capture] = this.captures.list({ traceId, limit: 1 });
    return {
      trace: {
        row: traces.rowOf(trace),
        ...traces.detail(traceId, this.logCountsOf(traceId))!,
        previousTraceId: previous,
        nextTraceId: next,
        captureId: capture?.id ?? null,
        traceparent: `00-${traceId}-${trace.summary.rootSpanId}-01`,
        curl: this.curlOf(trace, capture?.id) ?? null,
        profileId: this.profileOf(traceId)?.id ?? null,
      },
    };
  }

  private logCountsOf(traceId: string): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { spanId } of this.sources.logs.byTrace(traceId))
      if (spanId !== null) counts.set(spanId, (counts.get(spanId) ?? 0) + 1);
    return counts;
  }

  /** What was captured knows headers and body. */
  private curlOf({ spans }: StoredTrace, captureId: string | undefined): string | undefined {
    return captureId === undefined ? curlOfSpan(rootOf(spans)) : this.captures.curl(captureId);
  }

  private profileOf(traceId: string): Profile | undefined {
    const { profiling } = this.sources;
    if (profiling === undefined) return undefined;
    return new ProfilingService(profiling).list().find((profile) => isAbout(profile, traceId));
  }
}

/** `GET trace-otlp?id=` */
export function traceFile(traces: TraceStore): ConsoleResource {
  return {
    name: 'trace-otlp',
    read: (query) => {
      const { traceId, spans } = keptTrace(traces, query);
      const body = JSON.stringify({ resourceSpans: resourceSpansOf(spans) });
      return new DownloadAnswer({ name: `trace-${traceId}.json`, contentType: 'application/json', body });
    },
  };
}

/** @throws ApiProblem OBS_ERR_NOT_KEPT */
function keptTrace(traces: TraceStore, query: URLSearchParams): StoredTrace {
  const id = query.get('id') ?? '';
  const trace = traces.get(id.toLowerCase());
  if (trace === undefined) throw notKept('This trace is no longer, or never was, in memory', id);
  return trace;
}

function isAbout(profile: Profile, traceId: string): boolean {
  if (profile.cause.type === 'request' && profile.cause.traceId === traceId) return true;
  return profile.kind === 'cpu' && profile.spans.some((span) => span.traceId === traceId);
}
