/** One trace whole, as the waterfall shows it. */
import type { Attributes } from '@opentelemetry/api';
import type { DetailedSpan } from '../../tracing/index.js';
import type { AttributeMap, SpanDetail } from '../shapes/index.js';
import { kindOf, statusOf } from './span-facts.js';
import { msOf } from './span-times.js';
import type { StoredTrace } from './stored-trace.js';
import { criticalPath, nodesOf, selfMsOf, type SpanNode } from './trace-tree.js';

export interface SpanTree {
  readonly spans: readonly SpanDetail[];
  readonly criticalSpanIds: readonly string[];
}

/** @param logCounts by span id */
export function spanTreeOf({ spans, summary }: StoredTrace, logCounts: ReadonlyMap<string, number>): SpanTree {
  const nodes = nodesOf(spans);
  const root = nodes.find(({ span }) => idOf(span) === summary.rootSpanId);
  return {
    spans: nodes.map((node) => ({
      ...spanDetailOf(node, summary.startedAtMs),
      logCount: logCounts.get(idOf(node.span)) ?? 0,
    })),
    criticalSpanIds: root === undefined ? [] : criticalPath(root).map(({ span }) => idOf(span)),
  };
}

function spanDetailOf(node: SpanNode, traceStartMs: number): Omit<SpanDetail, 'logCount'> {
  const { span, parent, startMs, endMs } = node;
  return {
    spanId: idOf(span),
    parentSpanId: parent === undefined ? null : idOf(parent.span),
    name: span.name,
    kind: kindOf(span),
    offsetMs: startMs - traceStartMs,
    durationMs: endMs - startMs,
    selfMs: selfMsOf(node),
    status: statusOf(span),
    statusMessage: span.status.message ?? null,
    scope: span.instrumentationScope?.name ?? '',
    attributes: mapOf(span.attributes),
    events: span.events.map(({ name, time, attributes }) => ({
      name,
      offsetMs: msOf(time) - traceStartMs,
      attributes: mapOf(attributes),
    })),
    links: span.links.map(({ context: { traceId, spanId }, attributes }) => ({
      traceId,
      spanId,
      attributes: mapOf(attributes),
    })),
    droppedAttributeCount: span.droppedAttributesCount ?? 0,
  };
}

function mapOf(attributes: Attributes = {}): AttributeMap {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as AttributeMap;
}

function idOf(span: DetailedSpan): string {
  return span.spanContext().spanId;
}
