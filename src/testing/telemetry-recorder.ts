/** Keeps what an application tells about itself, for tests: operations, spans and log lines, in the order they ended. */
import type { Attributes as SpanAttributes, HrTime, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { ObservabilityOptions, ObservabilityPlugin } from '../config/index.js';
import type {
  Attributes,
  Clock,
  Operation,
  OperationHandler,
  OperationKind,
  OperationScope,
  Outcome,
} from '../kernel/index.js';

export interface RecordedOperation {
  readonly kind: OperationKind;
  readonly name: string;
  readonly outcome: Outcome;
  readonly durationMs: number;
  readonly labels: readonly string[];
  readonly attributes: Attributes;
  /** Request, correlation, causation and message id of the work it belonged to. */
  readonly scope: OperationScope;
  readonly error: unknown;
}

/** The part of OpenTelemetry's ReadableSpan that tests look at; the same in SDK 2 and 3. */
export interface RecordedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly attributes: SpanAttributes;
  readonly status: SpanStatus;
  readonly events: readonly { readonly name: string; readonly attributes?: SpanAttributes }[];
  readonly links: readonly { readonly context: SpanContext }[];
  readonly parentSpanContext?: SpanContext;
  readonly resource: { readonly attributes: SpanAttributes };
  readonly startTime: HrTime;
  readonly endTime: HrTime;
  spanContext(): SpanContext;
}

export type LogLine = Readonly<Record<string, unknown>>;

export class TelemetryRecorder {
  readonly operations: RecordedOperation[] = [];
  /** Every operation that began, in that order: `kind name`. */
  readonly started: string[] = [];
  readonly spans: RecordedSpan[] = [];
  readonly lines: LogLine[] = [];
  /** Lines that were not JSON; a test may want there to be none. */
  readonly brokenLines: string[] = [];

  constructor(private readonly clock?: Clock) {}

  /** Options that make an application tell this recorder; merge them with your own by `recorder.observing({ … })`. */
  observing(options: ObservabilityOptions = {}): ObservabilityOptions {
    return {
      ...options,
      logs: { destination: { write: (text) => this.keepLines(text) }, ...options.logs },
      plugins: [...(options.plugins ?? []), this.plugin()],
    };
  }

  plugin(): ObservabilityPlugin {
    return {
      name: 'telemetry-recorder',
      handlers: [this.handler()],
      spanProcessors: [
        {
          onStart: () => undefined,
          onEnd: (span: RecordedSpan) => void this.spans.push(span),
          forceFlush: async () => undefined,
          shutdown: async () => undefined,
        },
      ],
      ...(this.clock && { clock: this.clock }),
    };
  }

  clear(): void {
    for (const list of [this.operations, this.started, this.spans, this.lines, this.brokenLines]) list.length = 0;
  }

  /** Resolves once `predicate` holds; rejects after `timeoutMs` with what was recorded until then. */
  async waitFor(predicate: (recorder: this) => unknown, timeoutMs = 3000): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (!predicate(this)) {
      if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain. Recorded:\n${this.summary()}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** A page of text for failure messages. */
  summary(): string {
    const operations = this.operations.map(({ kind, name, outcome }) => `  operation ${kind} ${name} ${outcome}`);
    const spans = this.spans.map((span) => `  span ${span.name} ${span.spanContext().spanId}`);
    const lines = this.lines.map((line) => `  log ${JSON.stringify(line)}`);
    return [...operations, ...spans, ...lines].slice(-60).join('\n') || '  nothing';
  }

  private handler(): OperationHandler {
    return {
      name: 'telemetry-recorder',
      handles: () => true,
      // Methods become operations for their span's sake, not for a recorder's.
      wants: () => false,
      start: ({ kind, name }) => void this.started.push(`${kind} ${name}`),
      end: (operation) => void this.operations.push(recorded(operation)),
    };
  }

  private keepLines(text: string): void {
    for (const line of text.split('\n').filter(Boolean)) {
      try {
        this.lines.push(JSON.parse(line) as LogLine);
      } catch {
        this.brokenLines.push(line);
      }
    }
  }
}

function recorded(operation: Operation): RecordedOperation {
  const { kind, name, durationMs, labels, scope, error } = operation;
  return {
    kind,
    name,
    outcome: operation.outcome!,
    durationMs,
    labels: [...labels],
    attributes: operation.describe(),
    scope: { ...scope },
    error,
  };
}
