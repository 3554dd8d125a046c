/**
 * When memory becomes scarce: the kernel's own word for the control group, and before that a threshold of our own, since most
 * containers have a hard limit only, where the kernel's first word comes with the last page. Read when somebody looks, and
 * every second while somebody listens.
 */
import type { MemoryPressure, MeterCells, MetricDefinition, TelemetryBus } from '../../kernel/index.js';
import type { MetricRegistry } from '../metric-registry.js';
import { MEMORY_EVENTS, readMemoryEvents, type MemoryEventCounts } from './control-group.js';
import { memoryLimitBytes } from './memory-limit.js';

export const memoryPressureEvents = {
  name: 'process_memory_pressure_events_total',
  type: 'counter',
  unit: 'count',
  help: 'Times that memory became scarce: high, max and oom events of the control group, and crossings of the threshold',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

/** How the process and its surroundings are read. */
export interface MemoryReaders {
  readonly residentBytes: () => number;
  readonly limitBytes: () => number;
  /** Undefined where the kernel does not tell. */
  readonly events: () => MemoryEventCounts | undefined;
}

export interface MemoryPressureOptions {
  /** Share of the limit; 0 is never. */
  readonly thresholdRatio: number;
  readonly readers?: MemoryReaders;
}

const PROCESS: MemoryReaders = {
  residentBytes: () => process.memoryUsage.rss(),
  limitBytes: memoryLimitBytes,
  events: () => readMemoryEvents(),
};

const LOOK_EVERY_MS = 1000;
/** So far below the threshold memory must fall before crossing it counts again. */
const HYSTERESIS_RATIO = 0.05;

/** Returns what stops it. */
export function watchMemoryPressure(
  registry: MetricRegistry,
  bus: TelemetryBus,
  { thresholdRatio, readers = PROCESS }: MemoryPressureOptions,
): () => void {
  const family = registry.define(memoryPressureEvents);
  const watch = new MemoryPressureWatch(family.cell([]), bus, readers, thresholdRatio);
  const stops = [family.onCollect(() => watch.look()), bus.onInterestChange(() => watch.followInterest())];
  watch.followInterest();
  return () => {
    for (const stop of stops) stop();
    watch.close();
  };
}

class MemoryPressureWatch {
  private seen: MemoryEventCounts | undefined;
  private isScarce = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly counter: MeterCells['counter'],
    private readonly bus: TelemetryBus,
    private readonly readers: MemoryReaders,
    private readonly thresholdRatio: number,
  ) {
    // What others in the group have met before is not this process's.
    this.seen = readers.events();
  }

  look(): void {
    const residentBytes = this.readers.residentBytes();
    const limitBytes = this.readers.limitBytes();
    const tell = (cause: MemoryPressure['cause'], count: number): void => {
      if (count <= 0) return;
      this.counter.add(count);
      this.bus.emit('memory.pressure', { cause, count, residentBytes, limitBytes });
    };
    tell('threshold', this.hasCrossed(residentBytes / limitBytes) ? 1 : 0);
    this.tellOfGroup(tell);
  }

  /** A timer only while somebody listens. */
  followInterest(): void {
    const isHeard = this.bus.hasListeners('memory.pressure');
    if (isHeard && this.timer === undefined) this.timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    if (!isHeard) this.close();
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private hasCrossed(usedRatio: number): boolean {
    const { thresholdRatio, isScarce } = this;
    if (thresholdRatio === 0) return false;
    this.isScarce = usedRatio >= (isScarce ? thresholdRatio - HYSTERESIS_RATIO : thresholdRatio);
    return this.isScarce && !isScarce;
  }

  private tellOfGroup(tell: (cause: MemoryPressure['cause'], count: number) => void): void {
    const now = this.readers.events();
    if (now === undefined) return;
    for (const event of MEMORY_EVENTS) tell(event, now[event] - (this.seen?.[event] ?? 0));
    this.seen = now;
  }
}
