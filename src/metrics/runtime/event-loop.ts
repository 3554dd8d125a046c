/**
 * How late and how busy the event loop was since it was last read. Node's histogram counts whole intervals between two looks at the
 * clock; without the interval that was asked for, an idle process reads next to nothing.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { MetricDefinition } from '../../kernel/index.js';
import type { MetricRegistry } from '../metric-registry.js';
import { SUMMARY_QUANTILES } from '../prometheus-values.js';
import type { Quantiles } from '../quantile-sketch.js';

const DELAY = {
  name: 'nodejs_eventloop_delay_seconds',
  type: 'summary',
  unit: 'seconds',
  help: 'How late the event loop ran timers since the last scrape',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

const UTILIZATION = {
  name: 'nodejs_eventloop_utilization_ratio',
  type: 'gauge',
  unit: 'ratio',
  help: 'Share of the time since the last scrape in which the event loop was busy',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

export const eventLoopMetrics: readonly MetricDefinition[] = [DELAY, UTILIZATION];

const RESOLUTION_MS = 10;

/** Returns what stops it. */
export function watchEventLoop(registry: MetricRegistry): () => void {
  const stops = [watchDelay(registry), watchUtilization(registry)];
  return () => stops.forEach((stop) => stop());
}

function watchDelay(registry: MetricRegistry): () => void {
  const family = registry.define(DELAY);
  const delay = new EventLoopDelay();
  const cell = family.cell([]);
  cell.quantiles = delay;
  const forget = family.onCollect(() => {
    const { count, sumSeconds } = delay.nextWindow();
    cell.count += count;
    cell.sum += sumSeconds;
  });
  return () => {
    forget();
    delay.close();
  };
}

function watchUtilization(registry: MetricRegistry): () => void {
  const family = registry.define(UTILIZATION);
  let last = performance.eventLoopUtilization();
  return family.onCollect(() => {
    const now = performance.eventLoopUtilization();
    family.cell([]).set(performance.eventLoopUtilization(now, last).utilization);
    last = now;
  });
}

/** Node's histogram in windows, each from one look to the next. */
class EventLoopDelay implements Quantiles {
  private readonly monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  private secondsByRatio = new Map<number, number>();

  constructor() {
    this.monitor.enable();
  }

  nextWindow(): { readonly count: number; readonly sumSeconds: number } {
    const { count, mean } = this.monitor;
    const seconds = (ratio: number) => (count === 0 ? 0 : delaySeconds(this.monitor.percentile(ratio * 100)));
    this.secondsByRatio = new Map(SUMMARY_QUANTILES.map((ratio) => [ratio, seconds(ratio)]));
    this.monitor.reset();
    return { count, sumSeconds: count === 0 ? 0 : count * delaySeconds(mean) };
  }

  quantile(ratio: number): number {
    return this.secondsByRatio.get(ratio) ?? Number.NaN;
  }

  close(): void {
    this.monitor.disable();
  }

  // Node adds, and windows turn when they are collected.
  add(): void {}
  turn(): void {}
  reset(): void {}
}

/** Node records the whole interval between two looks, of which one resolution was asked for. */
function delaySeconds(intervalNs: number): number {
  return Math.max(0, intervalNs / 1e6 - RESOLUTION_MS) / 1000;
}
