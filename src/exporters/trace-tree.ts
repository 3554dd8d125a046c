/**
 * A trace as a readable tree: names aligned, durations to the right, a bar that shows when each span ran, errors marked.
 *
 * ```
 * GET /orders/:id  200  12.3 ms  trace 4bf92f3577b34da6a3ce929d0e0e4736
 * ├─ OrdersService.find      ████████████········   7.40 ms
 * │  └─ SELECT orders        ·██████████·········   6.10 ms
 * └─ POST /payments          ············████████   4.80 ms  ✗ TimeoutError: no answer
 * ```
 */
import { SpanStatusCode, type HrTime } from '@opentelemetry/api';
import type { FinishedSpan } from '../tracing/index.js';

const BAR_WIDTH = 20;
const MAX_NAME_WIDTH = 60;

/** Text of several lines without a final line break; empty for no spans. Spans whose parent is missing hang below the root. */
export function renderTraceTree(spans: readonly FinishedSpan[], omitted = 0): string {
  const root = rootOf(spans);
  if (root === undefined) return '';
  const rows = [...rowsBelow(root, childrenByParent(spans, root), '')];
  const nameWidth = Math.max(0, ...rows.map(({ title }) => title.length));
  const durationWidth = Math.max(0, ...rows.map(({ span }) => durationText(span).length));
  const lines = rows.map((row) => lineOf(row, root, { nameWidth, durationWidth }));
  const rest = omitted > 0 ? [`… and at least ${omitted} more`] : [];
  return [headline(root), ...lines, ...rest].join('\n');
}

interface Row {
  /** Branches and name. */
  readonly title: string;
  readonly span: FinishedSpan;
}

interface Widths {
  readonly nameWidth: number;
  readonly durationWidth: number;
}

function headline(root: FinishedSpan): string {
  const status = root.attributes['http.response.status_code'] ?? root.attributes['rpc.response.status_code'];
  const parts = [
    printable(root.name),
    status,
    durationText(root),
    `trace ${root.spanContext().traceId}`,
    failureText(root),
  ];
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}

function lineOf({ title, span }: Row, root: FinishedSpan, { nameWidth, durationWidth }: Widths): string {
  const columns = [
    title.padEnd(nameWidth),
    barOf(span, root),
    durationText(span).padStart(durationWidth),
    failureText(span),
  ];
  return columns.join('  ').trimEnd();
}

function* rowsBelow(
  parent: FinishedSpan,
  children: ReadonlyMap<string, FinishedSpan[]>,
  indent: string,
): Generator<Row> {
  const below = children.get(idOf(parent)) ?? [];
  for (const [index, span] of below.entries()) {
    const isLast = index === below.length - 1;
    yield { title: `${indent}${isLast ? '└─' : '├─'} ${shortened(span.name)}${repeats(span)}`, span };
    yield* rowsBelow(span, children, `${indent}${isLast ? '   ' : '│  '}`);
  }
}

/** How many calls one span stands for, where equal siblings were folded. */
function repeats({ attributes }: FinishedSpan): string {
  const count = attributes['operation.collapsed.count'];
  return count === undefined ? '' : ` ×${String(count)}`;
}

/** The first span that has no parent here. */
function rootOf(spans: readonly FinishedSpan[]): FinishedSpan | undefined {
  const ids = new Set(spans.map(idOf));
  const roots = spans.filter(
    ({ parentSpanContext }) => parentSpanContext === undefined || !ids.has(parentSpanContext.spanId),
  );
  return roots.toSorted(byStart)[0];
}

function childrenByParent(spans: readonly FinishedSpan[], root: FinishedSpan): Map<string, FinishedSpan[]> {
  const ids = new Set(spans.map(idOf));
  const children = new Map<string, FinishedSpan[]>();
  for (const span of spans.toSorted(byStart)) {
    if (span === root) continue;
    const parentId = span.parentSpanContext?.spanId;
    const key = parentId !== undefined && ids.has(parentId) ? parentId : idOf(root);
    children.set(key, [...(children.get(key) ?? []), span]);
  }
  return children;
}

function barOf(span: FinishedSpan, root: FinishedSpan): string {
  const totalMs = Math.max(msOf(root.duration), Number.MIN_VALUE);
  const share = (ms: number): number => Math.min(1, Math.max(0, ms / totalMs));
  const startMs = msOf(span.startTime) - msOf(root.startTime);
  const from = Math.min(BAR_WIDTH - 1, Math.round(share(startMs) * BAR_WIDTH));
  const to = Math.max(from + 1, Math.round(share(startMs + msOf(span.duration)) * BAR_WIDTH));
  return '·'.repeat(from) + '█'.repeat(to - from) + '·'.repeat(BAR_WIDTH - to);
}

/** Three digits that matter: `0.045 ms`, `7.40 ms`, `123 ms`, `1.24 s`. */
function durationText({ duration }: FinishedSpan): string {
  const ms = msOf(duration);
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 100) return `${ms.toFixed(0)} ms`;
  if (ms >= 10) return `${ms.toFixed(1)} ms`;
  return ms >= 0.1 ? `${ms.toFixed(2)} ms` : `${ms.toFixed(3)} ms`;
}

function failureText({ status, attributes }: FinishedSpan): string {
  if (attributes['operation.canceled'] === true) return '⊘ canceled';
  if (status.code !== SpanStatusCode.ERROR) return '';
  const parts = [attributes['error.type'], status.message].filter((part) => part !== undefined && part !== '');
  return `✗ ${printable(firstLine(parts.join(': ')))}`.trimEnd();
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

function shortened(name: string): string {
  const shown = printable(name);
  return shown.length <= MAX_NAME_WIDTH ? shown : `${shown.slice(0, MAX_NAME_WIDTH - 1)}…`;
}

// Names and messages come from outside now and then: a row stays one row, and a terminal is told nothing.
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, ' ');
}

function byStart(one: FinishedSpan, other: FinishedSpan): number {
  const [seconds, nanos] = one.startTime;
  const [otherSeconds, otherNanos] = other.startTime;
  return seconds - otherSeconds || nanos - otherNanos;
}

function idOf(span: FinishedSpan): string {
  return span.spanContext().spanId;
}

function msOf([seconds, nanos]: HrTime): number {
  return seconds * 1000 + nanos / 1e6;
}
