/** What `GET metric` is asked. */
import type { Labels } from '../recorder/series/metric-facts.js';
import { numberOf } from './query-number.js';

export const DEFAULT_WINDOW_MS = 60_000;

export interface MetricQuery {
  readonly name: string;
  readonly labels: Labels;
  /** Undefined where nothing is said. */
  readonly by: readonly string[] | undefined;
  /** Milliseconds since the epoch; 0 for all there is. */
  readonly fromMs: number;
  readonly windowMs: number;
}

const LABEL_PREFIX = 'label.';

/** @throws ApiProblem */
export function metricQuery(query: URLSearchParams): MetricQuery {
  const labels = [...query].filter(([name]) => name.startsWith(LABEL_PREFIX));
  const by = query.get('by')?.split(',').filter(Boolean);
  return {
    name: query.get('name') ?? '',
    labels: Object.fromEntries(labels.map(([name, value]) => [name.slice(LABEL_PREFIX.length), value])),
    by,
    fromMs: numberOf(query, 'fromMs') ?? 0,
    windowMs: numberOf(query, 'windowMs') ?? DEFAULT_WINDOW_MS,
  };
}
