/** Requests over time: how many, how many failed, how long they took. One histogram says it all, since each request is in it once. */
import type { MetricRegistry } from '../../metrics/index.js';
import { KnownPoints } from '../recorder/series/known-points.js';
import type { Series } from '../recorder/series/series.js';
import { SeriesTotals } from '../recorder/series/series-totals.js';
import type { SeriesHistory } from '../recorder/series-history.js';

interface HttpNames {
  readonly duration: string;
  readonly method: string;
  readonly route: string;
  readonly status: string;
}

const OWN: HttpNames = {
  duration: 'http_request_duration_seconds',
  method: 'method',
  route: 'route',
  status: 'status',
};

/** With `conventions: 'otel'`. */
const OTEL: HttpNames = {
  duration: 'http_server_request_duration_seconds',
  method: 'http_request_method',
  route: 'http_route',
  status: 'http_response_status_code',
};

export interface RouteSeries {
  readonly method: string;
  readonly route: string;
  readonly series: readonly Series[];
}

export class HttpSeries {
  private readonly names: HttpNames;

  constructor(
    private readonly history: SeriesHistory,
    private readonly registry: MetricRegistry,
  ) {
    this.names = registry.find(OTEL.duration) === undefined ? OWN : OTEL;
  }

  /** Undefined where requests are not measured. */
  get metricName(): string | undefined {
    return this.registry.find(this.names.duration)?.fullName;
  }

  all(): readonly Series[] {
    return this.metricName === undefined ? [] : this.history.series(this.metricName);
  }

  routes(): readonly RouteSeries[] {
    const routes = new Map<string, RouteSeries & { readonly series: Series[] }>();
    for (const series of this.all()) {
      const { [this.names.method]: method = '', [this.names.route]: route = '' } = series.labels;
      const known = routes.get(`${method} ${route}`) ?? { method, route, series: [] };
      known.series.push(series);
      routes.set(`${method} ${route}`, known);
    }
    return [...routes.values()];
  }

  /** @param first point from which on they are asked for */
  figures(series: readonly Series[], first: number): RequestFigures {
    const { history, metricName } = this;
    const metric = metricName === undefined ? undefined : history.metric(metricName);
    if (metric === undefined) return NO_FIGURES;
    const failed = series.filter(({ labels }) => Number(labels[this.names.status]) >= 500);
    const points = new KnownPoints(history.times, metric, first);
    const { bounds } = metric.facts;
    return new KnownFigures(new SeriesTotals(points, bounds, series), new SeriesTotals(points, bounds, failed));
  }
}

/** Of a window, from its first point to its last; null where nothing is known. */
export interface RequestFigures {
  perSecond(first: number, last: number): number | null;
  errorRatio(first: number, last: number): number | null;
  quantileMs(ratio: number, first: number, last: number): number | null;
}

const NO_FIGURES: RequestFigures = { perSecond: () => null, errorRatio: () => null, quantileMs: () => null };

class KnownFigures implements RequestFigures {
  constructor(
    private readonly whole: SeriesTotals,
    private readonly failed: SeriesTotals,
  ) {}

  perSecond(first: number, last: number): number | null {
    return this.whole.rate(first, last);
  }

  errorRatio(first: number, last: number): number | null {
    const count = this.whole.count(first, last);
    return count === 0 ? null : this.failed.count(first, last) / count;
  }

  quantileMs(ratio: number, first: number, last: number): number | null {
    const seconds = this.whole.quantile(ratio, first, last);
    return seconds === null ? null : seconds * 1000;
  }
}
