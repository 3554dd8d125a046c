/** The view of a trace as its URL says it: what one copies is what another sees. */
import type { ParamValues } from '../../app/params.js';

export const traceViews = ['waterfall', 'flame', 'spans', 'logs', 'raw'] as const;
export type TraceView = (typeof traceViews)[number];

export interface TraceParams {
  readonly traceId: string;
  readonly view: TraceView;
  /** The selected span. */
  readonly spanId: string | undefined;
  readonly find: string;
  /** Of the time that is zoomed to, see `readWindow`. */
  readonly zoom: string | null;
  readonly closedIds: ReadonlySet<string>;
  /** The trace beside which this one is shown; `choose` while one is being chosen. */
  readonly compareId: string | undefined;
}

export function readTraceParams(params: URLSearchParams): TraceParams {
  return {
    traceId: params.get('id') ?? '',
    view: traceViews.find((view) => view === params.get('view')) ?? 'waterfall',
    spanId: params.get('span') ?? undefined,
    find: params.get('find') ?? '',
    zoom: params.get('zoom'),
    closedIds: new Set(params.get('closed')?.split('.')),
    compareId: params.get('compare') ?? undefined,
  };
}

/** For `setParams`. */
export function closedParam(closedIds: ReadonlySet<string>): string | null {
  return closedIds.size === 0 ? null : [...closedIds].join('.');
}

/** Another trace in the same view: selection, zoom and folded rows are of this one alone. */
export function paramsForTrace(traceId: string, { view, find }: TraceParams): ParamValues {
  return { id: traceId, view: view === 'waterfall' ? null : view, find };
}
