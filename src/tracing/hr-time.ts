/** Times as OpenTelemetry's API has them, `[seconds, nanoseconds]`, made of the plain numbers that we compute with. */
import type { HrTime } from '@opentelemetry/api';

const NANOS_PER_SECOND = 1e9;

/** Epoch milliseconds as `[seconds, nanoseconds]`: a bare number could be mistaken for a reading of performance.now(). */
export function hrTimeOf(epochMs: number): HrTime {
  const seconds = Math.floor(epochMs / 1000);
  return [seconds, Math.min(Math.round((epochMs - seconds * 1000) * 1e6), NANOS_PER_SECOND - 1)];
}

export function epochMsOf([seconds, nanos]: HrTime): number {
  return seconds * 1000 + nanos / 1e6;
}

export function hrDuration([fromSeconds, fromNanos]: HrTime, [toSeconds, toNanos]: HrTime): HrTime {
  const nanos = toNanos - fromNanos;
  return nanos < 0 ? [toSeconds - fromSeconds - 1, nanos + NANOS_PER_SECOND] : [toSeconds - fromSeconds, nanos];
}

export function isHrTime(value: unknown): value is HrTime {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'number';
}
