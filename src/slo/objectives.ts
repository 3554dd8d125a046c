/** All objectives of one application: who counts for which, and the moments at which somebody looks. */
import type { Clock, Diagnostics, TelemetryBus } from '../kernel/index.js';
import type { MetricFamily, MetricRegistry, MetricsService } from '../metrics/index.js';
import { burnWindows } from './burn-windows.js';
import { SAMPLE_INTERVAL_MS } from './count-history.js';
import type { ObjectiveConfig } from './objective.js';
import { ObjectiveTracker } from './objective-tracker.js';
import { RatioEvents } from './ratio-events.js';
import { AvailabilityEvents, LatencyEvents, type EventCells, type RequestEvents } from './request-events.js';
import { byBurn, RouteTally, type RouteShare } from './route-tally.js';
import { selects, selectsAny, withRoutes, type KnownRoute } from './selector.js';
import { SloHandler } from './slo.handler.js';
import { sloMetrics } from './slo.metrics.js';

export interface ObjectivesSurroundings {
  readonly registry: MetricRegistry;
  readonly metrics: Pick<MetricsService, 'read'>;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly bus: TelemetryBus;
  /** Complete once the application listens. */
  readonly routes: () => readonly KnownRoute[];
}

/** What joins health, in the shape of its checks. */
export interface ObjectiveCheck {
  readonly name: string;
  readonly isOptional: true;
  check(): void;
}

export class Objectives {
  readonly handler = new SloHandler(this);
  private readonly trackers: readonly ObjectiveTracker[];
  /** Who counts requests by route and verb; filled as they come, bounded by the application's routes. */
  private readonly byRoute = new Map<string, Map<string, readonly RouteTally[]>>();
  private readonly families: Families;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    promised: readonly ObjectiveConfig[],
    private readonly surroundings: ObjectivesSurroundings,
  ) {
    this.families = this.defineFamilies();
    this.trackers = promised.map((objective) => this.track(objective));
    this.look();
  }

  /** Looks every few seconds, so that short windows are known exactly and events come in time. */
  start(): void {
    const { diagnostics } = this.surroundings;
    const look = (): void => diagnostics.safely('slo', 'look', () => this.look(), undefined);
    this.timer ??= setInterval(look, SAMPLE_INTERVAL_MS).unref();
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Whether some objective counts requests. */
  get areRequestsWatched(): boolean {
    return this.trackers.some(({ events }) => !(events instanceof RatioEvents));
  }

  countersOf(method: string, template: string): readonly RouteTally[] {
    return this.byRoute.get(template)?.get(method) ?? this.findCounters(method, template);
  }

  /** As of now. */
  all(): readonly ObjectiveTracker[] {
    this.look();
    return this.trackers;
  }

  /** Where requests that count for this objective went; those that burn most of its budget first. */
  sharesOf({ events }: ObjectiveTracker): readonly RouteShare[] {
    const tallies = [...this.byRoute.values()].flatMap((ofRoute) => [...ofRoute.values()].flat());
    const own = tallies.filter((tally) => tally.events === events).toSorted(byBurn);
    return own.map(({ method, template, good, bad }) => ({ method, template, good, bad }));
  }

  /** With the routes of its handlers, so far as they are known. */
  described(objective: ObjectiveConfig): ObjectiveConfig {
    return withRoutes(objective, this.surroundings.routes());
  }

  /** An objective whose route or handler does not exist would be met for ever. */
  bootstrapped(): void {
    const { diagnostics, routes } = this.surroundings;
    for (const { objective, events } of this.trackers) {
      if (events instanceof RatioEvents || selectsAny(objective.selector, routes())) continue;
      const advice = `Objective ${objective.name} selects no route of this application and will count nothing: mend its selector.`;
      diagnostics.warnOnce(`slo:${objective.name}`, advice);
    }
  }

  /** Of the objectives that were asked to degrade health. */
  checks(): ObjectiveCheck[] {
    const asked = this.trackers.filter(({ objective }) => objective.degradesHealth);
    return asked.map((tracker) => ({
      name: `slo-${tracker.objective.name}`,
      isOptional: true,
      check: () => {
        this.look();
        if (tracker.isBurning)
          throw new Error(`its error budget is spent ${tracker.burnRate('1h').toFixed(1)} times too fast`);
      },
    }));
  }

  private look(): void {
    const { clock, bus } = this.surroundings;
    const nowMs = clock.now();
    for (const tracker of this.trackers) {
      tracker.look(nowMs);
      this.show(tracker);
      for (const burn of tracker.judge()) bus.emit('slo.burn', burn);
    }
  }

  private show(tracker: ObjectiveTracker): void {
    const { name } = tracker.objective;
    const { burnRate, budgetRemaining } = this.families;
    for (const window of burnWindows) burnRate.cell([name, window]).set(tracker.burnRate(window));
    budgetRemaining.cell([name]).set(tracker.budgetRemaining());
  }

  private findCounters(method: string, template: string): readonly RouteTally[] {
    const routes = this.surroundings.routes();
    const found = this.trackers.flatMap(({ events, objective: { selector } }) =>
      !(events instanceof RatioEvents) && selects(selector, method, template, routes)
        ? [new RouteTally(method, template, events)]
        : [],
    );
    const ofRoute = this.byRoute.get(template) ?? new Map<string, readonly RouteTally[]>();
    this.byRoute.set(template, ofRoute.set(method, found));
    return found;
  }

  private defineFamilies(): Families {
    const { registry } = this.surroundings;
    const families = {
      events: registry.define(sloMetrics.events),
      objective: registry.define(sloMetrics.objective),
      budgetRemaining: registry.define(sloMetrics.budgetRemaining),
      burnRate: registry.define(sloMetrics.burnRate),
    };
    for (const family of [families.events, families.budgetRemaining, families.burnRate])
      family.onCollect(() => this.look());
    return families;
  }

  private track(objective: ObjectiveConfig): ObjectiveTracker {
    const { families } = this;
    const { name } = objective;
    // Both exist from the start: an increase from nothing would be no increase to Prometheus.
    const cells = { good: families.events.cell([name, 'good']), bad: families.events.cell([name, 'bad']) };
    families.objective.cell([name]).set(objective.objective);
    const nowMs = this.surroundings.clock.now();
    return new ObjectiveTracker(objective, cells, this.eventsOf(objective, cells, nowMs), nowMs);
  }

  private eventsOf({ indicator }: ObjectiveConfig, cells: EventCells, nowMs: number): RequestEvents | RatioEvents {
    if (indicator.type === 'availability') return new AvailabilityEvents(cells);
    if (indicator.type === 'latency') return new LatencyEvents(cells, indicator.thresholdMs, nowMs);
    return new RatioEvents(cells, indicator, ({ metric, labels }) => this.surroundings.metrics.read(metric, labels));
  }
}

interface Families {
  readonly events: MetricFamily<'counter'>;
  readonly objective: MetricFamily<'gauge'>;
  readonly budgetRemaining: MetricFamily<'gauge'>;
  readonly burnRate: MetricFamily<'gauge'>;
}
