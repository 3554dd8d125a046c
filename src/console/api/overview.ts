/** `GET overview`: how the application is, on one page. */
import type { ResolvedConfig } from '../../config/index.js';
import { isLongLived, type Clock, type OperationKind } from '../../kernel/index.js';
import type { MetricRegistry } from '../../metrics/index.js';
import type { SloService } from '../../slo/index.js';
import type { ValueColumn } from '../recorder/series/columns.js';
import type { LiveHub } from '../live/live-hub.js';
import type { Recorder } from '../recorder/recorder.js';
import type { ConsoleResource } from '../resource.js';
import type { HealthAnswer, OverviewAnswer, TraceRow } from '../shapes/index.js';
import { groupOf } from './errors.js';
import { HttpSeries } from './http-series.js';
import { MetricAxis } from './metric-axis.js';
import { objectiveRows } from './objectives.js';
import { recorderState } from './recorder-state.js';
import { failingRoutes, routeFigures, slowestRoutes } from './route-figures.js';

const HISTORY_MS = 900_000;
/** Of each rate and quantile in the history. */
const WINDOW_MS = 60_000;
const RECENT_MS = 300_000;
const MAX_ROWS = 8;

export interface OverviewSurroundings {
  readonly config: Pick<ResolvedConfig, 'console'>;
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly live: Pick<LiveHub, 'viewers' | 'usedBytes'>;
  readonly registry: MetricRegistry;
  readonly health: { read(): Promise<Omit<HealthAnswer, 'version'>> };
  readonly slo: Pick<SloService, 'all' | 'routes'>;
}

export class OverviewResource implements ConsoleResource {
  readonly name = 'overview';

  constructor(private readonly surroundings: OverviewSurroundings) {}

  async read(): Promise<Omit<OverviewAnswer, 'version'>> {
    const { config, clock, recorder, live, registry, health, slo } = this.surroundings;
    const { series } = recorder;
    const [report] = await Promise.all([health.read(), series.look()]);
    const http = new HttpSeries(series, registry);
    const routes = routeFigures(http, series.times);
    return {
      nowMs: clock.toEpochMs(clock.now()),
      health: healthOf(report),
      history: this.history(http),
      slowestRoutes: slowestRoutes(routes),
      failingRoutes: failingRoutes(routes),
      latestErrors: this.latestErrors(),
      slowestTraces: this.slowestTraces(),
      objectives: objectiveRows(slo),
      recorder: recorderState(recorder, live, config.console.maxBytes),
    };
  }

  private history(http: HttpSeries): OverviewAnswer['history'] {
    const { clock, recorder } = this.surroundings;
    const { times, process } = recorder.series;
    const from = times.firstSince(clock.now() - HISTORY_MS);
    const axis = new MetricAxis(times, from, (readingMs) => clock.toEpochMs(readingMs));
    const figures = http.figures(http.all(), from > times.newest ? from : times.windowStart(from, WINDOW_MS));
    const quantile = (ratio: number) =>
      axis.windowed(WINDOW_MS, (first, last) => figures.quantileMs(ratio, first, last));
    const valuesOf = (column: ValueColumn) => axis.values((point) => known(column.at(times.slotOf(point))), null);
    return {
      timesMs: axis.timesMs,
      requestsPerSecond: axis.windowed(WINDOW_MS, (first, last) => figures.perSecond(first, last)),
      errorRatio: axis.windowed(WINDOW_MS, (first, last) => figures.errorRatio(first, last)),
      p50Ms: quantile(0.5),
      p95Ms: quantile(0.95),
      p99Ms: quantile(0.99),
      eventLoopDelayMs: valuesOf(process.eventLoopDelayMs),
      heapBytes: valuesOf(process.heapBytes),
      residentBytes: valuesOf(process.residentBytes),
    };
  }

  private latestErrors(): OverviewAnswer['latestErrors'] {
    const { recorder, clock } = this.surroundings;
    const { errors, traces } = recorder;
    return errors
      .groups()
      .slice(0, MAX_ROWS)
      .map((group) => groupOf(group, { traces, clock }));
  }

  /** A connection that is long open is not slow. */
  private slowestTraces(): readonly TraceRow[] {
    const { recorder, clock } = this.surroundings;
    const { rows } = recorder.traces.rows({
      predicate: ({ kind, isComplete }) => isComplete && !isLongLived(kind as OperationKind),
      fromMs: clock.toEpochMs(clock.now()) - RECENT_MS,
      limit: Infinity,
    });
    return rows.toSorted((one, other) => other.durationMs - one.durationMs).slice(0, MAX_ROWS);
  }
}

type Health = OverviewAnswer['health'];

function healthOf({ ready, checks }: Omit<HealthAnswer, 'version'>): Health {
  const failing = checks.filter(({ state }) => state === 'down' || state === 'degraded');
  return { status: statusOf(ready.status, failing.length > 0), failing: failing.map(({ name }) => name) };
}

function statusOf(readiness: string, isAnyFailing: boolean): Health['status'] {
  if (readiness === 'starting') return 'starting';
  if (readiness === 'draining' || readiness === 'stopped') return 'draining';
  if (readiness === 'not ready') return 'down';
  return isAnyFailing ? 'degraded' : 'ok';
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
