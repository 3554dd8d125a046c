/**
 * The process as seen from inside: prom-client's default metrics under their own names, and what they lack. Delay and
 * utilisation of the event loop cover the time since they were last read.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { totalmem } from 'node:os';
import type { MetricDefinition } from '../kernel/index.js';
import type { ResolvedConfig } from '../config/index.js';
import type { MetricRegistry } from './metric-registry.js';
import { SUMMARY_QUANTILES } from './prometheus-values.js';
import type { Quantiles } from './quantile-sketch.js';

const EVENT_LOOP_DELAY = {
  name: 'nodejs_eventloop_delay_seconds',
  type: 'summary',
  unit: 'seconds',
  help: 'How late the event loop ran timers since the last scrape',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

const EVENT_LOOP_UTILIZATION = {
  name: 'nodejs_eventloop_utilization_ratio',
  type: 'gauge',
  unit: 'ratio',
  help: 'Share of the time since the last scrape in which the event loop was busy',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

const MEMORY_LIMIT = {
  name: 'process_memory_limit_bytes',
  type: 'gauge',
  unit: 'bytes',
  help: 'Memory this process may use: the limit of its control group, else that of the machine',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

const APP_INFO = {
  name: 'app_info',
  type: 'gauge',
  unit: 'count',
  help: 'Which application this is; always 1',
  labelNames: ['name', 'version', 'environment', 'node'],
  family: 'runtime',
} as const satisfies MetricDefinition;

/** Ours beside prom-client's, for the reference tables. */
export const runtimeMetrics: readonly MetricDefinition[] = [
  EVENT_LOOP_DELAY,
  EVENT_LOOP_UTILIZATION,
  MEMORY_LIMIT,
  APP_INFO,
];

const RESOLUTION_MS = 10;

export type RuntimeConfig = Pick<ResolvedConfig, 'environment' | 'service'> & {
  readonly metrics: Pick<ResolvedConfig['metrics'], 'runtime'>;
};

export class RuntimeMetrics {
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly registry: MetricRegistry,
    private readonly config: RuntimeConfig,
  ) {}

  /** Does nothing when `metrics.runtime` is off or it has been started. */
  start(): void {
    if (!this.config.metrics.runtime || this.stops.length > 0) return;
    this.stops.push(this.registry.prometheus.addDefaultMetrics(), this.watchDelay(), this.watchUtilization());
    this.registry.define(MEMORY_LIMIT).cell([]).set(memoryLimitBytes());
    const { service, environment } = this.config;
    this.registry.define(APP_INFO).cell([service.name, service.version, environment.name, process.version]).set(1);
  }

  /** Stops every monitor; what was read last stays readable. */
  close(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private watchDelay(): () => void {
    const family = this.registry.define(EVENT_LOOP_DELAY);
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

  private watchUtilization(): () => void {
    const family = this.registry.define(EVENT_LOOP_UTILIZATION);
    let last = performance.eventLoopUtilization();
    return family.onCollect(() => {
      const now = performance.eventLoopUtilization();
      family.cell([]).set(performance.eventLoopUtilization(now, last).utilization);
      last = now;
    });
  }
}

/** Node's histogram of the event loop in windows, each from one look to the next. */
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

/** Of control groups of either version, as libuv sees them. */
function memoryLimitBytes(): number {
  const limit = process.constrainedMemory() ?? 0;
  // Without a limit the answer is 0 or a number beyond any memory.
  return limit > 0 && limit < totalmem() ? limit : totalmem();
}
