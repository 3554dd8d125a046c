/** Rate limits that the application keeps by itself: how many calls were held against them, and how many they rejected. */
import type { MeterCells, MeterFamily } from '../../kernel/index.js';
import { rateLimitChecks, rateLimitHits } from '../../sources/index.js';
import { Instrument, type InstrumentHost } from '../instrument.js';

/**
 * What a limit is called, and what it protects.
 *
 * @example
 * ```ts
 * const name: LimiterName = { scope: 'per_minute', resource: 'OrdersController.place' };
 *
 * getInstrument(RateLimitsInstrument).limiter(name).check(true);
 * ```
 */
export interface LimiterName {
  /** Name of the limit, such as `per_minute`. */
  readonly scope: string;
  /** What it protects, such as `ConversationsController.ask`; never who is limited. */
  readonly resource: string;
}

/**
 * Rate limits of the application's own: how many calls were held against them, and how many were rejected.
 *
 * @example
 * ```ts
 * const limiter = getInstrument(RateLimitsInstrument).limiter({ scope: 'per_minute', resource: 'OrdersController.place' });
 *
 * const allowed = limiter.check(bucket.take());
 * ```
 */
export class RateLimitsInstrument extends Instrument {
  readonly name = 'rate_limits';
  private readonly checks: MeterFamily<'counter'>;
  private readonly hits: MeterFamily<'counter'>;

  constructor(host: InstrumentHost) {
    super(host);
    this.checks = host.meter.define(rateLimitChecks);
    this.hits = host.meter.define(rateLimitHits);
  }

  /** Both names become labels, a handful of values each. Keep what this returns: it has looked up its series. */
  limiter(name: LimiterName): Limiter {
    const { scope, resource } = this.given.fields(name);
    const labels = [this.given.name(scope), this.given.name(resource)];
    return new Limiter(this.checks.cell(labels), this.hits.cell(labels));
  }
}

/**
 * One limit, for one resource.
 *
 * @example
 * ```ts
 * const limiter: Limiter = getInstrument(RateLimitsInstrument).limiter({ scope: 'daily', resource: 'exports' });
 *
 * if (!limiter.check(bucket.take())) throw new Error('Too many exports today');
 * ```
 */
export class Limiter {
  constructor(
    private readonly checks: MeterCells['counter'],
    private readonly rejections: MeterCells['counter'],
  ) {}

  /** Counts a call that was held against the limit, and its rejection if it is not allowed. Returns what it was given. */
  check(isAllowed: boolean): boolean {
    this.checks.add(1);
    if (!isAllowed) this.rejections.add(1);
    return isAllowed;
  }
}
