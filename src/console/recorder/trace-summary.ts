/** What a trace is about, read off its spans: one row of a list. */
import type { Attributes } from '@opentelemetry/api';
import type { DetailedSpan } from '../../tracing/index.js';
import type { TraceRow } from '../shapes/index.js';
import { hasFailed, isLocalRoot, kindOf, statusOf } from './span-facts.js';
import { endMsOf, startMsOf } from './span-times.js';

/** The part of a row that follows from the spans alone. */
export type SpanSummary = Omit<TraceRow, 'sequence' | 'droppedSpanCount' | 'logCount' | 'isKept' | 'isImported'>;

/** @param spans at least one */
export function summaryOf(traceId: string, spans: readonly DetailedSpan[]): SpanSummary {
  const root = rootOf(spans);
  const isComplete = isLocalRoot(root);
  const { attributes } = root;
  return {
    traceId,
    ...(isComplete ? timesOf(root) : timesOfAll(spans)),
    name: root.name,
    operation: graphqlOperationOf(spans),
    kind: kindOf(root),
    status: statusOf(root),
    route: textOf(attributes['http.route']),
    method: textOf(attributes['http.request.method']),
    statusCode: statusCodeOf(attributes),
    rootSpanId: root.spanContext().spanId,
    spanCount: spans.length,
    errorCount: spans.filter(hasFailed).length,
    errorMessage: (hasFailed(root) ? root : spans.find(hasFailed))?.status.message ?? null,
    requestId: firstOf(spans, root, ({ requestId }) => requestId),
    userId: firstOf(spans, root, (span) => span.attributes['user.id']),
    isComplete,
  };
}

/** The local root that began first; of a trace whose root has not ended the span that began first. */
export function rootOf(spans: readonly DetailedSpan[]): DetailedSpan {
  const roots = spans.filter(isLocalRoot);
  const candidates = roots.length > 0 ? roots : spans;
  return candidates.reduce((first, span) => (startMsOf(span) < startMsOf(first) ? span : first));
}

function timesOf(root: DetailedSpan): Pick<TraceRow, 'startedAtMs' | 'durationMs'> {
  const startedAtMs = startMsOf(root);
  return { startedAtMs, durationMs: endMsOf(root) - startedAtMs };
}

/** While the root runs: as far as is known. */
function timesOfAll(spans: readonly DetailedSpan[]): Pick<TraceRow, 'startedAtMs' | 'durationMs'> {
  let startedAtMs = Infinity;
  let endedAtMs = -Infinity;
  for (const span of spans) {
    startedAtMs = Math.min(startedAtMs, startMsOf(span));
    endedAtMs = Math.max(endedAtMs, endMsOf(span));
  }
  return { startedAtMs, durationMs: endedAtMs - startedAtMs };
}

const STATUS_CODES = ['http.response.status_code', 'rpc.response.status_code', 'rpc.grpc.status_code'] as const;

function statusCodeOf(attributes: Attributes): string | null {
  const name = STATUS_CODES.find((one) => attributes[one] !== undefined);
  return name === undefined ? null : textOf(attributes[name]);
}

/** All of GraphQL is one route; who looks for a request knows it by its operation. */
function graphqlOperationOf(spans: readonly DetailedSpan[]): string | null {
  const of = spans.find(({ attributes }) => attributes['graphql.operation.type'] !== undefined)?.attributes;
  if (of === undefined) return null;
  return `${textOf(of['graphql.operation.type'])} ${textOf(of['graphql.operation.name']) ?? ''}`.trimEnd();
}

function firstOf(
  spans: readonly DetailedSpan[],
  root: DetailedSpan,
  read: (span: DetailedSpan) => unknown,
): string | null {
  return textOf(read(root) ?? spans.map(read).find((value) => value !== undefined));
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}
