/** Hands finished spans to the store. Those of our handler were redacted when they were written; those of others are here. */
import {
  INSTRUMENTATION_NAME,
  redactedAttributes,
  type DetailedSpan,
  type FinishedSpan,
  type SpanConsumer,
  type SpanProcessorLike,
  type SpanRedactor,
} from '../../tracing/index.js';
import type { RecorderSwitch } from './recorder-switch.js';
import { copyOf } from './span-trim.js';
import type { TraceStore } from './trace-store.js';

export interface TraceRecording {
  readonly traces: TraceStore;
  readonly recorder: RecorderSwitch;
  readonly redact: SpanRedactor;
}

/** Named `console`. */
export function traceRecorder(recording: TraceRecording): SpanConsumer {
  return { name: 'console', create: () => new TraceRecorder(recording) };
}

class TraceRecorder implements SpanProcessorLike {
  constructor(private readonly recording: TraceRecording) {}

  onStart(): void {}

  onEnd(span: FinishedSpan): void {
    const { traces, recorder, redact } = this.recording;
    if (!recorder.isOn) return;
    try {
      traces.add(isOurs(span) ? span : redacted(span, redact));
    } catch (error) {
      recorder.failed('spans', error);
    }
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

function isOurs({ instrumentationScope }: DetailedSpan): boolean {
  return instrumentationScope?.name === INSTRUMENTATION_NAME;
}

/** A copy: what others do with the span is their affair. */
export function redacted(span: DetailedSpan, redact: SpanRedactor): DetailedSpan {
  const { name, attributes, events, links, status } = span;
  return copyOf(span, {
    name: redact.text(name),
    attributes: redactedAttributes(attributes, redact),
    events: events.map((event) => ({ ...event, attributes: redactedAttributes(event.attributes ?? {}, redact) })),
    links: links.map((link) => ({ ...link, attributes: redactedAttributes(link.attributes ?? {}, redact) })),
    status: { ...status, ...(status.message !== undefined && { message: redact.text(status.message) }) },
  });
}
