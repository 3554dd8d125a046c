/** One objective at work: what was good and bad, how fast its budget is spent, and what is left of it. */
import type { ObjectiveBurn } from '../kernel/index.js';
import { burnWindows, burnWindowsMs, DAY_MS, type BurnWindow } from './burn-windows.js';
import { CountHistory, type Counts } from './count-history.js';
import { errorBudget, pageAlerts, type ObjectiveConfig } from './objective.js';
import { PageBurn } from './page-burn.js';
import { RatioEvents } from './ratio-events.js';
import { LatencyEvents, type EventCells, type RequestEvents } from './request-events.js';

/**
 * How fast the budget is spent, by window.
 *
 * @example
 * ```ts
 * const burnsFast = (rates: BurnRates): boolean => rates['1h'] > 14.4 && rates['5m'] > 14.4;
 * ```
 */
export type BurnRates = Readonly<Record<BurnWindow, number>>;

/**
 * How long the requests of an objective took.
 * In milliseconds, within one per cent; of the last 5 to 10 minutes.
 *
 * @example
 * ```ts
 * const seconds = ({ p99Ms }: LatencyQuantiles): number => p99Ms / 1_000;
 * ```
 */
export interface LatencyQuantiles {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

export class ObjectiveTracker {
  private readonly budget: number;
  private readonly windowMs: number;
  private readonly history: CountHistory;
  private readonly pages = pageAlerts.map((alert) => new PageBurn(alert));

  constructor(
    readonly objective: ObjectiveConfig,
    private readonly cells: EventCells,
    readonly events: RequestEvents | RatioEvents,
    private nowMs: number,
  ) {
    this.budget = errorBudget(objective.objective);
    this.windowMs = objective.windowDays * DAY_MS;
    this.history = new CountHistory(this.windowMs);
    this.history.offer(nowMs, this.totals());
  }

  /** Everything below is as of the last look. */
  look(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.events instanceof RatioEvents) this.events.read();
    if (this.events instanceof LatencyEvents) this.events.durations.turn(nowMs);
    this.history.offer(nowMs, this.totals());
  }

  /** In the objective's window, as far back as this process has run. */
  counts(): Counts {
    return this.increase(this.windowMs);
  }

  /** 1 spends the whole budget in exactly the objective's window; 0 where nothing happened. */
  burnRate(window: BurnWindow): number {
    return this.burnRateOf(this.increase(burnWindowsMs[window]));
  }

  burnRates(): BurnRates {
    return Object.fromEntries(burnWindows.map((window) => [window, this.burnRate(window)])) as BurnRates;
  }

  /** As a share of the budget; below 0 when more was spent. */
  budgetRemaining(): number {
    return 1 - this.burnRateOf(this.counts());
  }

  /** At the rate of the last hour; undefined while nothing is spent. */
  exhaustedInMs(): number | undefined {
    const rate = this.burnRate('1h');
    return rate === 0 ? undefined : (Math.max(0, this.budgetRemaining()) * this.windowMs) / rate;
  }

  /** Of a latency objective that has seen a request lately. */
  latency(): LatencyQuantiles | undefined {
    if (!(this.events instanceof LatencyEvents)) return undefined;
    const { durations } = this.events;
    const p50Ms = durations.quantile(0.5);
    if (Number.isNaN(p50Ms)) return undefined;
    return { p50Ms, p95Ms: durations.quantile(0.95), p99Ms: durations.quantile(0.99) };
  }

  get isBurning(): boolean {
    return this.pages.some(({ isBurning }) => isBurning);
  }

  /** Page alerts that have begun or ended to burn since they were judged last. */
  judge(): ObjectiveBurn[] {
    return this.pages.flatMap((page) => this.judgePage(page) ?? []);
  }

  private judgePage(page: PageBurn): ObjectiveBurn | undefined {
    const { longWindow, shortWindow, burnRate: threshold } = page.alert;
    const { good, bad } = this.increase(burnWindowsMs[longWindow]);
    const [longRate, shortRate] = [this.burnRate(longWindow), this.burnRate(shortWindow)];
    const state = page.judge({ longRate, shortRate, events: good + bad });
    if (state === undefined) return undefined;
    const { name: slo } = this.objective;
    const budgetRemaining = this.budgetRemaining();
    return { slo, state, threshold, longWindow, shortWindow, longRate, shortRate, budgetRemaining };
  }

  private increase(windowMs: number): Counts {
    return this.history.increase(windowMs, this.nowMs, this.totals());
  }

  private burnRateOf({ good, bad }: Counts): number {
    return bad === 0 ? 0 : bad / (good + bad) / this.budget;
  }

  private totals(): Counts {
    return { good: this.cells.good.value, bad: this.cells.bad.value };
  }
}
