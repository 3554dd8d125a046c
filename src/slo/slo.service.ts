/** What application code may ask about its objectives. */
import { Injectable } from '@nestjs/common';
import type { Objective } from './objective.js';
import type { BurnRates, LatencyQuantiles, ObjectiveTracker } from './objective-tracker.js';
import type { Objectives } from './objectives.js';
import type { RouteShare } from './route-tally.js';

/**
 * An objective as of now, in this process: after a restart it begins anew, while Prometheus remembers.
 *
 * @example
 * ```ts
 * const line = ({ objective, budgetRemaining, isBurning }: SloStatus): string =>
 *   `${objective.name}: ${Math.round(budgetRemaining * 100)} % left${isBurning ? ', burning' : ''}`;
 *
 * app.get(SloService).all().map(line);
 * ```
 */
export interface SloStatus {
  /** A selector by handlers also has the routes and verbs that were found for them. */
  readonly objective: Objective;
  /** Events in the objective's window. */
  readonly good: number;
  readonly bad: number;
  /** The share of good events; undefined without any. */
  readonly indicator: number | undefined;
  /** Of latency objectives that have seen a request lately. */
  readonly latency: LatencyQuantiles | undefined;
  /** What is left of the error budget, as a share of it; below 0 when more was spent. */
  readonly budgetRemaining: number;
  /** By window; 1 spends the whole budget in exactly the objective's window, 0 is also what no traffic is. */
  readonly burnRates: BurnRates;
  /** Whether a page alert burns: 14.4 over 1 h and 5 m, or 6 over 6 h and 30 m. */
  readonly isBurning: boolean;
  /** Until the budget is spent at the rate of the last hour, in milliseconds; undefined while nothing is spent. */
  readonly exhaustedInMs: number | undefined;
}

/**
 * The objectives of the application, as this process sees them.
 *
 * @example
 * ```ts
 * const slos = app.get(SloService);
 *
 * console.log(slos.status('orders-latency')?.budgetRemaining);
 * console.table(slos.routes('orders-latency'));
 * ```
 */
@Injectable()
export class SloService {
  /** Without objectives there is nothing to tell. */
  constructor(private readonly objectives: Objectives | undefined) {}

  /** Undefined where no objective has this name, or metrics are off. */
  status(name: string): SloStatus | undefined {
    return this.all().find(({ objective }) => objective.name === name);
  }

  /** In the order of declaration: those of the options, then those of decorators. */
  all(): readonly SloStatus[] {
    const { objectives } = this;
    if (objectives === undefined) return [];
    return objectives.all().map((tracker) => statusOf(tracker, objectives.described(tracker.objective)));
  }

  /**
   * The routes whose requests count for an objective, since this process started, those that burn most of its budget first; none
   * for objectives over counters of the application.
   */
  routes(name: string): readonly RouteShare[] {
    const { objectives } = this;
    const tracker = objectives?.all().find(({ objective }) => objective.name === name);
    return tracker === undefined ? [] : objectives!.sharesOf(tracker);
  }
}

function statusOf(tracker: ObjectiveTracker, objective: Objective): SloStatus {
  const { good, bad } = tracker.counts();
  return {
    objective,
    good,
    bad,
    indicator: good + bad === 0 ? undefined : good / (good + bad),
    latency: tracker.latency(),
    budgetRemaining: tracker.budgetRemaining(),
    burnRates: tracker.burnRates(),
    isBurning: tracker.isBurning,
    exhaustedInMs: tracker.exhaustedInMs(),
  };
}
