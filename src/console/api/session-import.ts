/** `POST import { otlp }`: traces of a file, shown like recorded ones and marked. */
import type { RequestFields } from '../../endpoints/index.js';
import { redactedSpan, type DetailedSpan, type SpanRedactor } from '../../tracing/index.js';
import { readTraceDocument } from '../otlp/read-document.js';
import type { TraceStore } from '../recorder/trace-store.js';
import type { ConsoleResource } from '../resource.js';
import type { ImportAnswer } from '../shapes/index.js';

export class SessionImport implements ConsoleResource {
  readonly name = 'import';
  readonly maxBodyBytes = 16 * 2 ** 20;

  constructor(
    private readonly traces: TraceStore,
    private readonly redact: SpanRedactor,
  ) {}

  /** Spans that are here already, and those that found no room, are counted as rejected. */
  change(fields: RequestFields): Omit<ImportAnswer, 'version'> {
    const document = fields.get('otlp');
    fields.done();
    const { spans, rejectedCount } = readTraceDocument(document);
    const fresh = this.unknown(spans);
    const droppedBefore = this.traces.droppedSpanCount;
    for (const span of fresh) this.traces.add(redactedSpan(span, this.redact), 'imported');
    const dropped = this.traces.droppedSpanCount - droppedBefore;
    const traceIds = [...new Set(spans.map((span) => span.spanContext().traceId))];
    return {
      traceIds: traceIds.filter((traceId) => this.traces.get(traceId) !== undefined),
      spanCount: fresh.length - dropped,
      rejectedSpanCount: rejectedCount + spans.length - fresh.length + dropped,
    };
  }

  /** Each once, and none that was recorded here. */
  private unknown(spans: readonly DetailedSpan[]): DetailedSpan[] {
    const known = new Map<string, Set<string>>();
    return spans.filter((span) => {
      const { traceId, spanId } = span.spanContext();
      let ids = known.get(traceId);
      if (ids === undefined) known.set(traceId, (ids = this.idsIn(traceId)));
      return ids.size < ids.add(spanId).size;
    });
  }

  private idsIn(traceId: string): Set<string> {
    return new Set(this.traces.get(traceId)?.spans.map((span) => span.spanContext().spanId));
  }
}
