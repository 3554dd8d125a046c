/**
 * What all metrics have been, at one reading every few seconds. While nobody looks, only what stands in cells of ours is read: for
 * 2 000 series about a millisecond, a fourth of the longest slice in which a scrape writes as many. Whatever has to be asked for (gauges
 * of pools, caches and processes, metrics of prom-client, quantiles of summaries) is asked only for somebody who looks: collectors are
 * the application's code, may query a database, and begin a new window with each question, which a scrape would then miss. The time
 * before that is a gap for them, and no zero.
 */
import type { Clock } from '../../kernel/index.js';
import { Slices, type Exposition, type MetricFamily, type MetricRegistry } from '../../metrics/index.js';
import type { RecorderSwitch } from './recorder-switch.js';
import { SeriesRoom } from './series/columns.js';
import { ForeignCells, foreignFacts } from './series/foreign-cells.js';
import { KnownPoints } from './series/known-points.js';
import { factsOf, fits, type Labels, type MetricFacts } from './series/metric-facts.js';
import { MetricHistory, type ReadingPlace } from './series/metric-history.js';
import { PointTimes } from './series/point-times.js';
import { ProcessHistory } from './series/process-history.js';
import type { Series } from './series/series.js';
import { SeriesTotals } from './series/series-totals.js';

/** Whoever has looked is taken to look on for so long. */
const LOOK_MS = 30_000;

/** What a reading may be old for somebody who looks, in intervals. */
const FRESH_INTERVALS = 1.5;

export interface SeriesHistoryOptions {
  readonly registry: MetricRegistry;
  readonly exposition: Exposition;
  readonly clock: Clock;
  readonly recorderSwitch: Pick<RecorderSwitch, 'isOn' | 'failed'>;
  readonly maxSeries: number;
  readonly maxPoints: number;
  readonly maxBytes: number;
  readonly pointIntervalMs: number;
}

type ReadMetrics = Awaited<ReturnType<Exposition['reader']['read']>>['foreign'];

export class SeriesHistory {
  readonly times: PointTimes;
  readonly process: ProcessHistory;
  private readonly room: SeriesRoom;
  private readonly metricsByName = new Map<string, MetricHistory>();
  private readonly foreignCells = new Map<string, ForeignCells>();
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;
  private lookedAtMs = Number.NEGATIVE_INFINITY;
  /** The last reading for which everything was asked. */
  private wholePoint = -1;

  constructor(private readonly options: SeriesHistoryOptions) {
    const { maxSeries, maxPoints, maxBytes, pointIntervalMs } = options;
    this.times = new PointTimes(maxPoints, pointIntervalMs);
    this.room = new SeriesRoom(this.times.slotCount, maxSeries, maxBytes);
    this.process = new ProcessHistory(this.room);
  }

  /** The first reading is what all others count from. */
  start(): void {
    if (this.timer !== undefined) return;
    this.process.start();
    this.timer = setInterval(() => void this.read(), this.options.pointIntervalMs).unref();
    void this.read();
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.process.close();
  }

  /** Somebody looks. Resolves when there is a reading of everything that is about as old as now; never rejects. */
  async look(): Promise<void> {
    const { clock, pointIntervalMs } = this.options;
    this.lookedAtMs = clock.now();
    const { times, wholePoint } = this;
    const isFresh = wholePoint >= 0 && this.lookedAtMs - times.timeMs(wholePoint) < FRESH_INTERVALS * pointIntervalMs;
    if (!isFresh) await this.read();
  }

  /** A reading now; never rejects. Whoever comes while one is under way gets that one. */
  read(): Promise<void> {
    const { recorderSwitch } = this.options;
    if (!recorderSwitch.isOn) return Promise.resolve();
    this.underWay ??= this.readAll()
      .catch((error: unknown) => recorderSwitch.failed('metrics', error))
      .finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  get usedBytes(): number {
    return this.room.usedBytes;
  }

  get size(): number {
    return this.room.seriesCount;
  }

  /** Series that the last reading had no room for. */
  get omittedCount(): number {
    let omitted = 0;
    for (const metric of this.metricsByName.values()) omitted += metric.omittedCount;
    return omitted;
  }

  metrics(): Iterable<MetricHistory> {
    return this.metricsByName.values();
  }

  /** By its full name, prefix included. */
  metric(name: string): MetricHistory | undefined {
    return this.metricsByName.get(name);
  }

  /** Those that have these labels. */
  series(name: string, labels: Labels = {}): readonly Series[] {
    return [...(this.metric(name)?.series ?? [])].filter((series) => fits(series.labels, labels));
  }

  /** Of a counter, histogram or summary, per second, over all series with these labels; null where nothing is known. */
  rate(name: string, labels: Labels, windowMs: number): number | null {
    const { newest } = this.times;
    return this.totals(name, labels, windowMs)?.rate(this.times.windowStart(newest, windowMs), newest) ?? null;
  }

  /** Of a histogram, in its unit, over all series with these labels; null without observations. */
  quantile(name: string, labels: Labels, ratio: number, windowMs: number): number | null {
    const { newest } = this.times;
    const first = this.times.windowStart(newest, windowMs);
    return this.totals(name, labels, windowMs)?.quantile(ratio, first, newest) ?? null;
  }

  private totals(name: string, labels: Labels, windowMs: number): SeriesTotals | undefined {
    const metric = this.metric(name);
    if (metric === undefined || this.times.newest < 0) return undefined;
    const first = this.times.windowStart(this.times.newest, windowMs);
    return new SeriesTotals(new KnownPoints(this.times, metric, first), metric.facts.bounds, this.series(name, labels));
  }

  private async readAll(): Promise<void> {
    const { clock, exposition } = this.options;
    const isWatched = clock.now() - this.lookedAtMs <= LOOK_MS;
    const foreign = isWatched ? (await exposition.reader.read(() => true)).foreign : [];
    const nowMs = clock.now();
    const place = { point: this.times.next, slot: this.times.slotOf(this.times.next) };
    this.process.read(place.slot);
    await this.readOwn(place, isWatched);
    this.readForeign(foreign, place);
    this.skipOthers(place);
    this.makeRoom(place.point);
    this.times.add(nowMs);
    if (isWatched) this.wholePoint = place.point;
  }

  /** In slices: a reading waits for nobody, and nobody waits for it. */
  private async readOwn(place: ReadingPlace, isWatched: boolean): Promise<void> {
    const slices = new Slices();
    for (const family of this.options.registry.families()) {
      if (!isWatched && !isCheap(family)) continue;
      const metric = this.metric(family.fullName) ?? this.add(factsOf(family), place.point, isCheap(family));
      metric.read(family.cells(), place);
      // oxlint-disable-next-line no-await-in-loop -- to wait is the purpose
      if (slices.isOver) await slices.rest();
    }
  }

  /** Of two metrics with one name ours is kept, as on `/metrics`. */
  private readForeign(foreign: ReadMetrics, place: ReadingPlace): void {
    const { registry } = this.options;
    const ours = new Set([...registry.families()].map(({ fullName }) => fullName));
    for (const { reading } of foreign) {
      const { name, values = [] } = reading;
      if (ours.has(name) || values.length === 0) continue;
      const metric = this.metric(name) ?? this.add(foreignFacts(reading), place.point, false);
      metric.read(this.cellsOf(name).update(reading), place);
    }
  }

  private skipOthers(place: ReadingPlace): void {
    for (const metric of this.metrics()) if (!metric.wasReadAt(place.point)) metric.skip(place);
  }

  /** What has ended goes when nothing of it is left to show, or sooner where others need its room. */
  private makeRoom(point: number): void {
    const isFull = this.omittedCount > 0;
    for (const metric of this.metrics())
      metric.forgetUnseenSince(isFull && metric.wasReadAt(point) ? point : this.times.oldest);
  }

  private add(facts: MetricFacts, point: number, isNew: boolean): MetricHistory {
    const metric = new MetricHistory(facts, this.room, point, isNew);
    this.metricsByName.set(facts.name, metric);
    return metric;
  }

  private cellsOf(name: string): Pick<ForeignCells, 'update'> {
    const known = this.foreignCells.get(name);
    if (known !== undefined) return known;
    const cells = new ForeignCells(this.options.maxSeries);
    this.foreignCells.set(name, cells);
    return cells;
  }
}

/** Its cells are right at any time, and reading them is an addition. */
function isCheap({ isCollected, type }: MetricFamily): boolean {
  return !isCollected && type !== 'summary';
}
