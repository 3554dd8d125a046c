/** The routes that are slowest, and those that fail, over the last five minutes. */
import type { RouteFigures } from '../shapes/index.js';
import type { PointTimes } from '../recorder/series/point-times.js';
import type { HttpSeries, RouteSeries } from './http-series.js';

const WINDOW_MS = 300_000;
const MAX_ROUTES = 8;

export function slowestRoutes(figures: readonly RouteFigures[]): readonly RouteFigures[] {
  const measured = figures.filter(({ p95Ms }) => p95Ms !== null);
  return measured.toSorted((one, other) => other.p95Ms! - one.p95Ms!).slice(0, MAX_ROUTES);
}

/** Those with the most failures first. */
export function failingRoutes(figures: readonly RouteFigures[]): readonly RouteFigures[] {
  return figures
    .filter(({ errorRatio }) => errorRatio > 0)
    .toSorted((one, other) => failuresPerSecond(other) - failuresPerSecond(one))
    .slice(0, MAX_ROUTES);
}

function failuresPerSecond({ requestsPerSecond, errorRatio }: RouteFigures): number {
  return requestsPerSecond * errorRatio;
}

/** Of routes that had a request lately. */
export function routeFigures(http: HttpSeries, times: PointTimes): readonly RouteFigures[] {
  const last = times.newest;
  const first = last < 0 ? 0 : times.windowStart(last, WINDOW_MS);
  return http
    .routes()
    .map((route) => figuresOf(http, route, first, last))
    .filter(({ requestsPerSecond }) => requestsPerSecond > 0);
}

function figuresOf(
  http: HttpSeries,
  { method, route, series }: RouteSeries,
  first: number,
  last: number,
): RouteFigures {
  const figures = http.figures(series, first);
  return {
    method,
    route,
    requestsPerSecond: figures.perSecond(first, last) ?? 0,
    errorRatio: figures.errorRatio(first, last) ?? 0,
    p50Ms: figures.quantileMs(0.5, first, last),
    p95Ms: figures.quantileMs(0.95, first, last),
    p99Ms: figures.quantileMs(0.99, first, last),
  };
}
