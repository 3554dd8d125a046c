/**
 * Third-party instrumentations write what they like into their spans, by the SDK's own means. Whoever consumes finished spans gets
 * copies without secrets; ours are redacted when they are written.
 */
import type { Context, Span } from '@opentelemetry/api';
import { copiedSpan } from './copied-span.js';
import type { DetailedSpan, FinishedSpan, SpanEvent, SpanProcessorLike } from './span-consumer.js';
import { redactedAttributes, type SpanRedactor } from './span-redactor.js';

export class RedactedSpans implements SpanProcessorLike {
  /** @param redactor asked for each span: an application that takes over has its own rules */
  constructor(
    private readonly consumer: SpanProcessorLike,
    private readonly redactor: () => SpanRedactor | undefined,
  ) {}

  onStart(span: Span & FinishedSpan, parentContext: Context): void {
    this.consumer.onStart(span, parentContext);
  }

  onEnd(span: FinishedSpan): void {
    const redact = this.redactor();
    this.consumer.onEnd(redact === undefined ? span : redactedSpan(span, redact));
  }

  forceFlush(timeoutMs: number): Promise<void> {
    return this.consumer.forceFlush(timeoutMs);
  }

  shutdown(timeoutMs: number): Promise<void> {
    return this.consumer.shutdown(timeoutMs);
  }
}

export function redactedSpan(span: DetailedSpan, redact: SpanRedactor): DetailedSpan {
  const { name, attributes, events, links, status } = span;
  return copiedSpan(span, {
    name: redact.text(name),
    attributes: redactedAttributes(attributes, redact),
    events: events.map((event) => redactedEvent(event, redact)),
    links: links.map((link) => ({ ...link, attributes: redactedAttributes(link.attributes ?? {}, redact) })),
    status: { ...status, ...(status.message !== undefined && { message: redact.text(status.message) }) },
  });
}

function redactedEvent(event: SpanEvent, redact: SpanRedactor): SpanEvent {
  return { ...event, name: redact.text(event.name), attributes: redactedAttributes(event.attributes ?? {}, redact) };
}
