/** What lists and details say of a span, in the words of the API. */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { DetailedSpan } from '../../tracing/index.js';
import type { SpanStatusName } from '../shapes/index.js';

/** Its parent, if any, is in another process. */
export function isLocalRoot({ parentSpanContext }: DetailedSpan): boolean {
  return parentSpanContext === undefined || parentSpanContext.isRemote === true;
}

export function hasFailed({ status }: DetailedSpan): boolean {
  return status.code === SpanStatusCode.ERROR;
}

export function statusOf({ status, attributes }: DetailedSpan): SpanStatusName {
  if (status.code === SpanStatusCode.ERROR) return 'error';
  if (attributes['operation.canceled'] === true) return 'canceled';
  return status.code === SpanStatusCode.OK ? 'ok' : 'unset';
}

/** Of the operation, else of the span. */
export function kindOf({ operationKind, kind }: DetailedSpan): string {
  return operationKind ?? SpanKind[kind]?.toLowerCase() ?? 'internal';
}
