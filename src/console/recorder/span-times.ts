/** Times of spans as plain milliseconds since the Unix epoch: ours know them as such, those of an SDK as seconds and nanoseconds. */
import type { HrTime } from '@opentelemetry/api';
import type { DetailedSpan } from '../../tracing/index.js';

export function startMsOf(span: DetailedSpan): number {
  // The getters of our spans make what they give: they are asked only where nothing else is known.
  return span.startEpochMs ?? msOf(span.startTime);
}

export function endMsOf(span: DetailedSpan): number {
  return span.endEpochMs ?? msOf(span.endTime);
}

export function durationMsOf(span: DetailedSpan): number {
  return endMsOf(span) - startMsOf(span);
}

export function msOf([seconds, nanos]: HrTime): number {
  return seconds * 1000 + nanos / 1e6;
}
