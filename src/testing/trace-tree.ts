/**
 * Traces as indented text without times and ids, the same in each run: for snapshots, and for messages of failures.
 *
 * ```
 * GET /orders/:id {http.response.status_code=200}
 *   OrdersService.find
 *     SELECT orders
 *   POST /payments ✗ TimeoutError
 * ```
 */
import { SpanStatusCode, type HrTime } from '@opentelemetry/api';
import type { RecordedSpan } from './recorded.js';

/**
 * What of the spans a tree shows.
 *
 * @example
 * ```ts
 * const options: TraceTreeOptions = { attributes: [/^db\./], events: true, root: 'GET /orders/:id' };
 *
 * traceTree(app.get(TelemetryRecorder), options);
 * ```
 */
export interface TraceTreeOptions {
  /** Attributes to show, by name or pattern, in the order of their names. @default [] */
  readonly attributes?: readonly (string | RegExp)[];
  /** Show the names of events, such as `exception`. @default false */
  readonly events?: boolean;
  /** Traces whose first span has this name, or one that fits. @default all traces */
  readonly root?: string | RegExp;
}

/**
 * Recorded traces as indented text that is the same in each run.
 * One tree per trace, in the order in which the traces began. Spans stand below the span they are part of, in the order in which they
 * began; spans that ran at the same time stand in the order of their text, which does not depend on who was quicker.
 *
 * @example
 * ```ts
 * console.log(traceTree(app.get(TelemetryRecorder), { attributes: ['http.response.status_code'] }));
 * ```
 */
export function traceTree(
  recorded: { readonly spans: readonly RecordedSpan[] } | readonly RecordedSpan[],
  options: TraceTreeOptions = {},
): string {
  const spans = 'spans' in recorded ? recorded.spans : recorded;
  const { roots, childrenOf } = familyOf(spans);
  const wanted = options.root === undefined ? roots : roots.filter(({ name }) => isNamed(name, options.root!));
  return settled(wanted, (span) => textOf(span, childrenOf, options)).join('\n');
}

interface Family {
  /** Spans whose parent is not among them. */
  readonly roots: readonly RecordedSpan[];
  readonly childrenOf: ReadonlyMap<string, readonly RecordedSpan[]>;
}

function familyOf(spans: readonly RecordedSpan[]): Family {
  const ids = new Set(spans.map(idOf));
  const roots: RecordedSpan[] = [];
  const childrenOf = new Map<string, RecordedSpan[]>();
  for (const span of spans) {
    const parentId = span.parentSpanContext?.spanId;
    if (parentId === undefined || !ids.has(parentId)) roots.push(span);
    else childrenOf.set(parentId, [...(childrenOf.get(parentId) ?? []), span]);
  }
  return { roots, childrenOf };
}

function textOf(span: RecordedSpan, childrenOf: Family['childrenOf'], options: TraceTreeOptions): string {
  const below = settled(childrenOf.get(idOf(span)) ?? [], (child) => textOf(child, childrenOf, options));
  return [titleOf(span, options), ...below.map(indented)].join('\n');
}

/** Their texts, those of spans that overlap in time sorted. */
function settled(spans: readonly RecordedSpan[], text: (span: RecordedSpan) => string): string[] {
  const groups: RecordedSpan[][] = [];
  let until: HrTime = [0, 0];
  for (const span of spans.toSorted((one, other) => compare(one.startTime, other.startTime))) {
    const last = groups.at(-1);
    if (last !== undefined && compare(span.startTime, until) < 0) last.push(span);
    else groups.push([span]);
    if (compare(span.endTime, until) > 0) until = span.endTime;
  }
  return groups.flatMap((group) => group.map(text).toSorted());
}

function titleOf({ name, status, attributes, events }: RecordedSpan, options: TraceTreeOptions): string {
  const shown = Object.entries(attributes)
    .filter(([key]) => options.attributes?.some((wanted) => isNamed(key, wanted)))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const parts = [
    name,
    shown.length === 0 ? '' : `{${shown.toSorted().join(', ')}}`,
    options.events === true && events.length > 0 ? `[${events.map((event) => event.name).join(', ')}]` : '',
    endingOf(status.code, attributes),
  ];
  return parts.filter(Boolean).join(' ');
}

function endingOf(code: SpanStatusCode, attributes: RecordedSpan['attributes']): string {
  if (attributes['operation.canceled'] === true) return '⊘ canceled';
  return code === SpanStatusCode.ERROR ? `✗ ${String(attributes['error.type'] ?? 'error')}` : '';
}

function isNamed(name: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? name === wanted : new RegExp(wanted).test(name);
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}

function compare([seconds, nanos]: HrTime, [otherSeconds, otherNanos]: HrTime): number {
  return seconds - otherSeconds || nanos - otherNanos;
}

function idOf(span: RecordedSpan): string {
  return span.spanContext().spanId;
}
