/**
 * Stands for an operation that is not recorded. It costs one small object; the ids that logs and outgoing calls need are
 * made when somebody reads them, and belong to the caller's trace where there is one.
 */
import { isSpanContextValid, TraceFlags, type Span, type SpanContext } from '@opentelemetry/api';
import { randomSpanId, randomTraceId } from './random-ids.js';
import { SilentSpan } from './silent-span.js';

export class UnsampledSpan extends SilentSpan {
  private own: SpanContext | undefined;

  constructor(private parent: Span | undefined) {
    super();
  }

  spanContext(): SpanContext {
    if (this.own === undefined) {
      this.own = unsampledBelow(this.parent?.spanContext());
      // A long chain of operations must not be kept alive by its last one.
      this.parent = undefined;
    }
    return this.own;
  }

  isRecording(): boolean {
    return false;
  }
}

function unsampledBelow(parent: SpanContext | undefined): SpanContext {
  const spanId = randomSpanId();
  if (parent === undefined || !isSpanContextValid(parent)) {
    return { traceId: randomTraceId(), spanId, traceFlags: TraceFlags.NONE };
  }
  const { traceId, traceState } = parent;
  return { traceId, spanId, traceFlags: TraceFlags.NONE, ...(traceState && { traceState }) };
}
