/** What a recorder keeps of an application: its operations, its spans and the lines of its log. */
import type { Attributes as SpanAttributes, HrTime, SpanContext, SpanKind, SpanStatus } from '@opentelemetry/api';
import type { Attributes, Operation, OperationKind, OperationScope, Outcome } from '../kernel/index.js';

/**
 * An operation as it stood at its end.
 *
 * @example
 * ```ts
 * const failed = ({ outcome }: RecordedOperation): boolean => outcome === 'error';
 *
 * app.get(TelemetryRecorder).operations.filter(failed);
 * ```
 */
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

/**
 * The part of OpenTelemetry's ReadableSpan that tests look at; the same in SDK 2 and 3.
 *
 * @example
 * ```ts
 * const routeOf = ({ attributes }: RecordedSpan): unknown => attributes['http.route'];
 *
 * app.get(TelemetryRecorder).spans.map(routeOf);
 * ```
 */
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
  /** The ids of its trace and of itself. */
  spanContext(): SpanContext;
}

/**
 * A line of the log, read back from its JSON.
 *
 * @example
 * ```ts
 * const messageOf = ({ message }: LogLine): string => String(message);
 *
 * app.get(TelemetryRecorder).lines.map(messageOf);
 * ```
 */
export type LogLine = Readonly<Record<string, unknown>>;

/** As it stands at its end. */
export function recorded(operation: Operation): RecordedOperation {
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
