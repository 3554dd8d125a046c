/** Spans summed up by what they are: name, kind and, for queries, their text. A span that stands for many calls counts as many. */
import type { DetailedSpan } from '../../tracing/index.js';
import { hasFailed, kindOf } from '../recorder/span-facts.js';
import { durationMsOf } from '../recorder/span-times.js';
import type { SpanGroup } from '../shapes/index.js';

/** What is longer is cut: the whole text is in the sample. */
const MAX_STATEMENT_LENGTH = 1_000;

/** Calls of one duration; those for which one span stands took their mean each, as far as anybody knows. */
interface Calls {
  readonly durationMs: number;
  readonly count: number;
}

export class SpanGrouping {
  private readonly groups = new Map<string, GrowingGroup>();

  add(span: DetailedSpan): void {
    const [kind, statement] = [kindOf(span), statementOf(span)];
    const key = [kind, span.name, statement ?? ''].join('\0');
    let group = this.groups.get(key);
    if (group === undefined) this.groups.set(key, (group = new GrowingGroup(span.name, kind, statement)));
    group.add(span);
  }

  /** The most total time first. */
  result(): readonly SpanGroup[] {
    const groups = [...this.groups.values()].map((group) => group.result());
    return groups.toSorted((one, other) => other.totalMs - one.totalMs);
  }
}

class GrowingGroup {
  private readonly calls: Calls[] = [];
  private readonly traceIds = new Set<string>();
  private errorCount = 0;
  private slowest: { readonly durationMs: number; readonly traceId: string; readonly spanId: string } | undefined;

  constructor(
    private readonly name: string,
    private readonly kind: string,
    private readonly statement: string | null,
  ) {}

  add(span: DetailedSpan): void {
    const calls = callsOf(span);
    const { traceId, spanId } = span.spanContext();
    this.calls.push(calls);
    this.traceIds.add(traceId);
    if (hasFailed(span)) this.errorCount++;
    if (calls.durationMs > (this.slowest?.durationMs ?? -1)) {
      this.slowest = { durationMs: calls.durationMs, traceId, spanId };
    }
  }

  result(): SpanGroup {
    const { name, kind, statement, errorCount } = this;
    const { traceId, spanId, durationMs: maxMs } = this.slowest!;
    const sorted = this.calls.toSorted((one, other) => one.durationMs - other.durationMs);
    return {
      name,
      kind,
      statement,
      count: sum(sorted, ({ count }) => count),
      traceCount: this.traceIds.size,
      errorCount,
      totalMs: sum(sorted, ({ durationMs, count }) => durationMs * count),
      p50Ms: quantile(sorted, 0.5),
      p95Ms: quantile(sorted, 0.95),
      maxMs,
      sample: { traceId, spanId },
    };
  }
}

function callsOf(span: DetailedSpan): Calls {
  const count = span.attributes['operation.collapsed.count'];
  const sumMs = span.attributes['operation.collapsed.duration_sum_ms'];
  if (typeof count !== 'number' || typeof sumMs !== 'number' || count < 1)
    return { durationMs: durationMsOf(span), count: 1 };
  return { durationMs: sumMs / count, count };
}

function statementOf({ attributes }: DetailedSpan): string | null {
  const text = attributes['db.query.text'];
  return typeof text === 'string' ? text.slice(0, MAX_STATEMENT_LENGTH) : null;
}

/** The least duration that at least this share of the calls did not exceed. */
function quantile(sorted: readonly Calls[], share: number): number {
  const wanted = share * sum(sorted, ({ count }) => count);
  let seen = 0;
  return sorted.find(({ count }) => (seen += count) >= wanted)?.durationMs ?? 0;
}

function sum(calls: readonly Calls[], read: (calls: Calls) => number): number {
  return calls.reduce((total, one) => total + read(one), 0);
}
