/**
 * Since when a value counts. Cumulative: since the series began, anew when it was set back. Delta: since the receiver last took it,
 * so that nothing is lost by a push that failed. https://opentelemetry.io/docs/specs/otel/metrics/data-model/#temporality
 */
import type { MetricType } from '../kernel/index.js';
import type { HistogramReading, MetricReading, NumberReading, Reading, SeriesReading } from './metric-reading.js';

export type Temporality = 'cumulative' | 'delta';
export type TemporalityPreference = Temporality | 'lowmemory';

export interface MetricPoint {
  readonly attributes: SeriesReading['attributes'];
  /** Milliseconds since the Unix epoch, both. */
  readonly startMs: number;
  readonly reading: Reading;
}

/** What the receiver has, or what is on its way to it. */
interface Taken {
  readonly reading: Reading;
  readonly atMs: number;
}

class SeriesHistory {
  /** Of the last reading, whatever became of it: less than that means that the series was set back. */
  lastTotal = 0;
  taken: Taken | undefined;

  constructor(public startMs: number) {}
}

/** Points of one request; its series are told when the receiver has taken it. */
export class Sending {
  private readonly sent: { readonly history: SeriesHistory; readonly taken: Taken }[] = [];

  note(history: SeriesHistory, taken: Taken): void {
    this.sent.push({ history, taken });
  }

  wasTaken(): void {
    for (const { history, taken } of this.sent) history.taken = taken;
  }
}

export class SeriesHistories {
  private readonly ofCells = new WeakMap<object, SeriesHistory>();
  private readonly ofNames = new Map<string, SeriesHistory>();
  private seenNames = new Set<string>();
  private nowMs: number;

  constructor(
    private readonly preference: TemporalityPreference,
    /** When everything was read before: a series that is new began after that. At first, when our own metrics began. */
    private readBeforeMs: number,
    /** When metrics that are not ours can have begun. */
    private namesBeganMs = readBeforeMs,
  ) {
    this.nowMs = readBeforeMs;
  }

  /** Before anything is read. */
  begin(nowMs: number): void {
    this.nowMs = nowMs;
    this.seenNames = new Set();
  }

  /** When everything has been read: forgets named series that are gone; those of cells go with their cells. */
  finish(): void {
    this.readBeforeMs = this.nowMs;
    this.namesBeganMs = this.nowMs;
    for (const name of this.ofNames.keys()) if (!this.seenNames.has(name)) this.ofNames.delete(name);
  }

  /** Gauges have none; summaries are cumulative by definition. Observed values cost no memory when they are cumulative. */
  temporalityOf({ type, isObserved }: MetricReading): Temporality {
    if (type === 'gauge' || type === 'summary' || this.preference === 'cumulative') return 'cumulative';
    return this.preference === 'lowmemory' && isObserved ? 'cumulative' : 'delta';
  }

  pointOf(
    { key, attributes, reading }: SeriesReading,
    type: MetricType,
    of: Temporality,
    sending: Sending,
  ): MetricPoint {
    if (type === 'gauge') return { attributes, startMs: 0, reading };
    const history = this.historyOf(key);
    const total = 'value' in reading ? reading.value : reading.count;
    if (total < history.lastTotal) this.restart(history);
    history.lastTotal = total;
    if (of === 'cumulative') return { attributes, startMs: history.startMs, reading };
    sending.note(history, { reading, atMs: this.nowMs });
    const { taken } = history;
    return { attributes, startMs: taken?.atMs ?? history.startMs, reading: difference(reading, taken?.reading) };
  }

  private historyOf(key: object | string): SeriesHistory {
    if (typeof key === 'string') this.seenNames.add(key);
    const known = typeof key === 'string' ? this.ofNames.get(key) : this.ofCells.get(key);
    return known ?? this.create(key);
  }

  private create(key: object | string): SeriesHistory {
    const history = new SeriesHistory(typeof key === 'string' ? this.namesBeganMs : this.readBeforeMs);
    if (typeof key === 'string') this.ofNames.set(key, history);
    else this.ofCells.set(key, history);
    return history;
  }

  private restart(history: SeriesHistory): void {
    history.startMs = this.readBeforeMs;
    history.taken = undefined;
  }
}

function difference(now: Reading, before: Reading | undefined): Reading {
  if (before === undefined) return now;
  if ('value' in now) return { value: now.value - (before as NumberReading).value };
  const { count, sum, counts } = before as HistogramReading;
  const latest = now as HistogramReading;
  return {
    ...latest,
    count: latest.count - count,
    sum: latest.sum - sum,
    counts: latest.counts.map((inBucket, bucket) => inBucket - (counts[bucket] ?? 0)),
  };
}
