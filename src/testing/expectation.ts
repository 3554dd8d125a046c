/** What may be expected of a recorder, and what of it comes closest where nothing fits. */
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { differences, type Difference } from './difference.js';
import type { RecordedSpan } from './recorded.js';
import { show, showFields } from './show.js';
import type { TelemetryRecorder } from './telemetry-recorder.js';

/**
 * A part of what is expected.
 * Names and values that must be there; others may be. Patterns and asymmetric matchers (`expect.any(Number)`) may stand for values.
 *
 * @example
 * ```ts
 * const fields: Part = { message: /sold/, duration_ms: expect.any(Number) };
 *
 * await app.get(TelemetryRecorder).waitFor({ log: fields });
 * ```
 */
export type Part = Readonly<Record<string, unknown>>;

/**
 * A span as it is compared.
 *
 * @example
 * ```ts
 * const failed: SpanPart = { name: 'POST /payments', status: 'error', attributes: { 'error.type': 'TimeoutError' } };
 *
 * await app.get(TelemetryRecorder).waitFor({ span: failed });
 * ```
 */
export interface SpanPart {
  readonly name?: string | RegExp;
  readonly kind?: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  readonly status?: 'unset' | 'ok' | 'error';
  readonly attributes?: Part;
}

/**
 * What a test waits for: a span, an operation or a line of the log.
 *
 * @example
 * ```ts
 * const sold: Expectation = { log: { level: 'INFO', message: 'sold' } };
 *
 * await app.get(TelemetryRecorder).waitFor(sold);
 * ```
 */
export type Expectation = { readonly span: SpanPart | string } | { readonly operation: Part } | { readonly log: Part };

export interface Search {
  /** What was looked for: `span {name: 'GET /'}`. */
  readonly wanted: string;
  readonly candidates: readonly Part[];
  /** Those that fit. */
  readonly found: readonly Part[];
  /** Of those that do not fit, the one with the fewest differences; the newest where several are as close. */
  readonly nearest: NearMiss | undefined;
}

export interface NearMiss {
  readonly candidate: Part;
  readonly differences: readonly Difference[];
}

export function search(recorder: TelemetryRecorder, expectation: Expectation): Search {
  if ('span' in expectation) {
    const { span } = expectation;
    return searchAmong('span', recorder.spans.map(factsOf), typeof span === 'string' ? { name: span } : { ...span });
  }
  if ('operation' in expectation)
    return searchAmong('operation', recorder.operations as readonly object[] as readonly Part[], expectation.operation);
  return searchAmong('log line', recorder.lines, expectation.log);
}

export function searchAmong(what: string, candidates: readonly Part[], wanted: Part): Search {
  const compared = candidates.map((candidate) => ({ candidate, differences: differences(candidate, wanted) }));
  const missed = compared.filter((one) => one.differences.length > 0);
  return {
    wanted: `${what} {${showFields(wanted)}}`,
    candidates,
    found: compared.filter((one) => one.differences.length === 0).map(({ candidate }) => candidate),
    nearest: missed.toReversed().toSorted((one, other) => distance(one) - distance(other))[0],
  };
}

/** What identifies something weighs more than what is said about it. */
const NAMES: ReadonlySet<string> = new Set(['name', 'kind', 'message']);
const NAME_WEIGHT = 10;

function distance({ differences: all }: NearMiss): number {
  return all.reduce((sum, { path, wanted, actual }) => sum + (NAMES.has(path) ? nameDistance(wanted, actual) : 1), 0);
}

function nameDistance(wanted: unknown, actual: unknown): number {
  if (typeof wanted !== 'string' || typeof actual !== 'string') return NAME_WEIGHT;
  return NAME_WEIGHT * (1 - sharedEnds(wanted, actual) / Math.max(wanted.length, actual.length, 1));
}

/** Characters that both begin and end with. */
function sharedEnds(one: string, other: string): number {
  const shortest = Math.min(one.length, other.length);
  let front = 0;
  while (front < shortest && one[front] === other[front]) front++;
  let back = 0;
  while (back < shortest - front && one.at(-1 - back) === other.at(-1 - back)) back++;
  return front + back;
}

/** The candidate in a line, and what about it is not as wanted. */
export function describeNearMiss({ candidate, differences: all }: NearMiss): string {
  const rows = all.map(({ path, wanted, actual }) => `  ${path}: expected ${show(wanted)}, got ${show(actual)}`);
  return [`Nearest: ${titleOf(candidate)}`, ...rows].join('\n');
}

function titleOf({ kind, name, level, target, message, ...rest }: Part): string {
  const title = [kind, name, level, target, message].filter((part) => part !== undefined);
  return title.length === 0 ? showFields(rest) : title.join(' ');
}

export function factsOf({ name, kind, status, attributes }: RecordedSpan): Part {
  return { name, kind: SpanKind[kind].toLowerCase(), status: SpanStatusCode[status.code].toLowerCase(), attributes };
}
