/** What the panels ask of requests, under whichever names they are counted. */
import type { MetricDefinition } from '../../kernel/index.js';
import { httpNamesAmong } from '../http-names.js';
import type { PanelQueries, Period } from './panel-queries.js';

export interface HttpRequests {
  readonly duration: MetricDefinition;
  readonly route: string;
  /** What failed on our side. */
  readonly failed: string;
}

/** Undefined for an application without an HTTP server. */
export function httpRequests(queries: PanelQueries): HttpRequests | undefined {
  const names = httpNamesAmong((metric) => queries.find(metric) !== undefined);
  const duration = queries.find(names.duration);
  return duration && { duration, route: names.routeLabel, failed: `${names.statusLabel}=~"5.."` };
}

/** Share of the requests that failed; nothing while nobody asks, 0 before the first failure. */
export function errorShare(queries: PanelQueries, { duration, failed }: HttpRequests, period: Period = {}): string {
  const all = queries.rate(duration, period);
  const errors = queries.rate(duration, { ...period, matchers: [failed] });
  return `(${errors} or 0 * ${all}) / (${all} > 0)`;
}
