/** In which order lists show traces, always the most first. */
import type { TraceOrder } from '../shapes/index.js';
import type { SpanSummary } from './trace-summary.js';

interface Ordered {
  readonly sequence: number;
  readonly summary: Pick<SpanSummary, 'durationMs' | 'spanCount' | 'errorCount'>;
}

const MEASURES: Readonly<Record<TraceOrder, (trace: Ordered) => number>> = {
  newest: ({ sequence }) => sequence,
  slowest: ({ summary }) => summary.durationMs,
  spans: ({ summary }) => summary.spanCount,
  errors: ({ summary }) => summary.errorCount,
};

/** Undefined for what is no order. */
export function traceOrder(name: string | null): TraceOrder | undefined {
  return (Object.keys(MEASURES) as TraceOrder[]).find((order) => order === name);
}

/** Of equals the one that changed last first. */
export function ordered<T extends Ordered>(newestFirst: readonly T[], order: TraceOrder): readonly T[] {
  if (order === 'newest') return newestFirst;
  const measure = MEASURES[order];
  return newestFirst.toSorted((one, other) => measure(other) - measure(one));
}
