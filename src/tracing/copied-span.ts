/** A finished span belongs to all of its consumers: what one wants otherwise stands in a copy. */
import type { DetailedSpan } from './span-consumer.js';

/** Does not keep the span itself alive. */
export function copiedSpan(span: DetailedSpan, instead: Partial<DetailedSpan> = {}): DetailedSpan {
  const context = span.spanContext();
  const copy: Record<string, unknown> = { spanContext: () => context };
  for (const property of PROPERTIES) copy[property] = span[property];
  return { ...copy, ...instead } as DetailedSpan;
}

const PROPERTIES = [
  'name',
  'kind',
  'parentSpanContext',
  'startTime',
  'endTime',
  'duration',
  'status',
  'attributes',
  'links',
  'events',
  'resource',
  'instrumentationScope',
  'droppedAttributesCount',
  'droppedEventsCount',
  'droppedLinksCount',
  'startEpochMs',
  'endEpochMs',
  'operationKind',
  'requestId',
] as const satisfies readonly (keyof DetailedSpan)[];
