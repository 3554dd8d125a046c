/** What the list shows, as its URL says it, and what it asks the server for. */
import type { ParamValues } from '../../app/params.js';
import type { TraceOrder } from '../../../shapes/index.js';
import { readMs, type DurationLimits } from './duration-brush.js';

export const timeRanges = { '1m': 60_000, '5m': 300_000, '15m': 900_000, '1h': 3_600_000 } as const;
export type TimeRange = keyof typeof timeRanges;

export const traceTabs = ['traces', 'spans'] as const;

export interface TracesParams extends DurationLimits {
  readonly tab: (typeof traceTabs)[number];
  readonly query: string;
  readonly sort: TraceOrder;
  /** Up to now; undefined is all that is in memory, or `fromMs` to `toMs`. */
  readonly range: TimeRange | undefined;
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

const ORDERS: readonly TraceOrder[] = ['newest', 'slowest', 'spans', 'errors'];
/** A range up to now begins anew this often: with each begin the server is asked. */
const RANGE_STEP_MS = 10_000;

export function readTracesParams(params: URLSearchParams): TracesParams {
  return {
    tab: traceTabs.find((tab) => tab === params.get('tab')) ?? 'traces',
    query: params.get('q') ?? '',
    sort: ORDERS.find((order) => order === params.get('sort')) ?? 'newest',
    range: readRange(params.get('range')),
    fromMs: readMs(params.get('fromMs')),
    toMs: readMs(params.get('toMs')),
    minMs: readMs(params.get('minMs')),
    maxMs: readMs(params.get('maxMs')),
  };
}

/** Which traces are meant, for every resource that chooses among them. */
export function choiceOf({ query, range, fromMs, toMs, minMs, maxMs }: TracesParams, nowMs: number): ParamValues {
  const begin = range === undefined ? fromMs : stepBefore(nowMs) - timeRanges[range];
  return { q: query, fromMs: begin, toMs: range === undefined ? toMs : undefined, minMs, maxMs };
}

/** Whether the list is less than all that there is. */
export function isNarrowed(params: TracesParams): boolean {
  return params.query.trim() !== '' || Object.values(choiceOf(params, 0)).slice(1).some(isGiven);
}

/** For `setParams`: everything that narrows, away. */
export const widened = { q: null, range: null, fromMs: null, toMs: null, minMs: null, maxMs: null };

function readRange(text: string | null): TimeRange | undefined {
  return (Object.keys(timeRanges) as TimeRange[]).find((range) => range === text);
}

function stepBefore(nowMs: number): number {
  return Math.floor(nowMs / RANGE_STEP_MS) * RANGE_STEP_MS;
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}
