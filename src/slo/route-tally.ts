/** What of an objective happened where: the share of one route, counted beside the whole. */
import type { Operation } from '../kernel/index.js';
import type { RequestEvents } from './request-events.js';

/**
 * Good and bad requests of one route.
 * Of one route, since this process started.
 *
 * @example
 * ```ts
 * const shareOfBad = ({ good, bad }: RouteShare): number => bad / (good + bad);
 * ```
 */
export interface RouteShare {
  readonly method: string;
  /** The route's template. */
  readonly template: string;
  readonly good: number;
  readonly bad: number;
}

export class RouteTally implements RouteShare {
  good = 0;
  bad = 0;

  constructor(
    readonly method: string,
    readonly template: string,
    readonly events: RequestEvents,
  ) {}

  record(operation: Operation): void {
    if (this.events.record(operation)) this.good++;
    else this.bad++;
  }
}

/** Those that burn most first; then the busiest. */
export function byBurn(left: RouteShare, right: RouteShare): number {
  return right.bad - left.bad || right.good - left.good;
}
