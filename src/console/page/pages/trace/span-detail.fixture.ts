/** Spans for specs, told by what matters in them. */
import type { SpanDetail } from '../../../shapes/index.js';

/** A span that has this id as its name too; 10 ms from the trace's start unless told. */
export function spanOf(spanId: string, parentSpanId: string | null = null, told: Partial<SpanDetail> = {}): SpanDetail {
  return {
    spanId,
    parentSpanId,
    name: spanId,
    kind: 'method',
    offsetMs: 0,
    durationMs: 10,
    selfMs: 10,
    status: 'unset',
    statusMessage: null,
    scope: 'app',
    attributes: {},
    events: [],
    links: [],
    droppedAttributeCount: 0,
    logCount: 0,
    ...told,
  };
}

export function lasting(offsetMs: number, durationMs: number): Pick<SpanDetail, 'offsetMs' | 'durationMs'> {
  return { offsetMs, durationMs };
}
