/** Spans of one trace by name: which query ran most, and where the time went. A span that stands for many calls counts as many. */
import type { SpanDetail } from '../../../shapes/index.js';

export interface SpanTotal {
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  readonly totalMs: number;
  readonly selfMs: number;
  readonly maxMs: number;
  readonly errorCount: number;
  readonly slowest: SpanDetail;
}

/** The most total time first. */
export function spanTotals(spans: readonly SpanDetail[]): readonly SpanTotal[] {
  const totals = new Map<string, SpanTotal>();
  for (const span of spans) {
    const key = `${span.kind} ${span.name}`;
    const before = totals.get(key);
    totals.set(key, before === undefined ? totalOf(span) : sumOf(before, totalOf(span)));
  }
  return [...totals.values()].toSorted((one, other) => other.totalMs - one.totalMs);
}

/** Of equal siblings, the ones after the first few are one span, see `traces.collapseAfter`. */
export function callCount({ attributes }: SpanDetail): number {
  return Number(attributes['operation.collapsed.count'] ?? 1);
}

function totalOf(span: SpanDetail): SpanTotal {
  const { name, kind, selfMs, durationMs, status, attributes } = span;
  return {
    name,
    kind,
    count: callCount(span),
    totalMs: Number(attributes['operation.collapsed.duration_sum_ms'] ?? durationMs),
    selfMs,
    maxMs: durationMs,
    errorCount: status === 'error' ? 1 : 0,
    slowest: span,
  };
}

function sumOf(one: SpanTotal, other: SpanTotal): SpanTotal {
  return {
    name: one.name,
    kind: one.kind,
    count: one.count + other.count,
    totalMs: one.totalMs + other.totalMs,
    selfMs: one.selfMs + other.selfMs,
    maxMs: Math.max(one.maxMs, other.maxMs),
    errorCount: one.errorCount + other.errorCount,
    slowest: other.maxMs > one.maxMs ? other.slowest : one.slowest,
  };
}
