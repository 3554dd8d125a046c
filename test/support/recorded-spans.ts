/** Finished spans as the library itself makes them, for tests that need no application. */
import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import type { OperationKind } from '../../src/kernel/index.js';
import { RecordedSpan, type SpanHome } from '../../src/tracing/recorded-span.js';
import { SpanResource } from '../../src/tracing/span-resource.js';

export interface SpanSpec {
  readonly name?: string;
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentId?: string;
  /** The parent is in another process. */
  readonly isEntry?: boolean;
  readonly kind?: SpanKind;
  readonly operationKind?: OperationKind;
  /** After `STARTED_AT_MS`. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly attributes?: Attributes;
  /** It failed with this message. */
  readonly error?: string;
  readonly requestId?: string;
}

export const STARTED_AT_MS = Date.UTC(2026, 0, 1);

const HOME: SpanHome = {
  resource: new SpanResource({ 'service.name': 'shop' }),
  instrumentationScope: { name: 'nestjs-observability' },
  limits: { attributeCount: 1_000, attributeValueLength: undefined, eventCount: 128, linkCount: 128 },
  clock: { now: () => 0, toEpochMs: (reading) => STARTED_AT_MS + reading },
  onEnd: () => undefined,
};

/** @param id of at most 32 hexadecimal digits, such as `1` */
export function traceIdOf(id: string | number): string {
  return String(id).padStart(32, '0');
}

export function spanIdOf(id: string | number): string {
  return String(id).padStart(16, '0');
}

export function finishedSpan(spec: SpanSpec = {}): RecordedSpan {
  const { name = 'work', kind = SpanKind.INTERNAL, fromMs = 0, toMs = fromMs + 1, attributes, error } = spec;
  const traceId = traceIdOf(spec.traceId ?? 1);
  const parent = { traceId, spanId: spanIdOf(spec.parentId ?? 'f'), traceFlags: 1, isRemote: spec.isEntry === true };
  const start = { name, kind, startEpochMs: STARTED_AT_MS + fromMs, attributes, operationKind: spec.operationKind };
  const span = new RecordedSpan(HOME, start, parent);
  Object.assign(span, { parentSpanContext: spec.parentId === undefined && !parent.isRemote ? undefined : parent });
  if (spec.spanId !== undefined) Object.assign(span.spanContext(), { spanId: spanIdOf(spec.spanId) });
  if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
  span.requestId = spec.requestId;
  span.endAt(STARTED_AT_MS + toMs);
  return span;
}
