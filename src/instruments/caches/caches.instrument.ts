/**
 * Caches of the application's own making (a Map, an LRU, a table): hits, misses, loads, evictions and entries. Cache managers
 * of Nest are found and measured by themselves, under the same names.
 */
import type { MeterCells, MeterFamily, OperationPipeline } from '../../kernel/index.js';
import { cacheEntries, cacheEvictions, cacheLoadDuration, cacheRequests } from '../../sources/index.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { observeWork, type Started } from '../observed-work.js';
import { sum, WatchedGauge } from '../watched-gauge.js';
import { cacheLoadConvention } from './caches.metrics.js';

/**
 * Caches of the application's own making: hits, misses, loads, evictions and entries.
 *
 * @example
 * ```ts
 * const prices = getInstrument(CachesInstrument).cache('prices');
 * const kept = new Map<string, number>();
 *
 * const priceOf = (id: string): number => {
 *   kept.has(id) ? prices.hit() : prices.miss();
 *   return kept.get(id) ?? prices.load(() => catalogue.priceOf(id));
 * };
 * ```
 */
export class CachesInstrument extends Instrument {
  readonly name = 'caches';
  private readonly requests: MeterFamily<'counter'>;
  private readonly evictions: MeterFamily<'counter'>;
  private readonly loads: MeterFamily<'histogram'>;
  private readonly entries: WatchedGauge;

  constructor(host: InstrumentHost) {
    super(host);
    const { meter } = host;
    host.measure([cacheLoadConvention]);
    this.requests = meter.define(cacheRequests);
    this.evictions = meter.define(cacheEvictions);
    this.loads = meter.define(cacheLoadDuration);
    this.entries = new WatchedGauge(host, { name: this.name, definition: cacheEntries, combine: sum });
  }

  /**
   * Its counts show from 0 on. Keep what this returns: it has looked up its series.
   * @param cacheName a handful of values; becomes a label
   */
  cache(cacheName: string): ObservedCache {
    const { requests, evictions, entries, host } = this;
    const name = this.given.name(cacheName);
    this.loads.cell([name]);
    const cells = {
      hits: requests.cell([name, 'hit']),
      misses: requests.cell([name, 'miss']),
      evictions: evictions.cell([name]),
    };
    return new ObservedCache(name, cells, entries, host.pipeline);
  }

  override close(): void {
    this.entries.close();
  }
}

type CacheCells = Readonly<Record<'hits' | 'misses' | 'evictions', MeterCells['counter']>>;

/**
 * One cache of the application, by its name.
 *
 * @example
 * ```ts
 * const prices: ObservedCache = getInstrument(CachesInstrument).cache('prices');
 * const kept = new Map<string, number>();
 *
 * const stop = prices.watchEntries(() => kept.size);
 * prices.evicted(3);
 * ```
 */
export class ObservedCache {
  constructor(
    private readonly name: string,
    private readonly cells: CacheCells,
    private readonly entries: WatchedGauge,
    private readonly pipeline: OperationPipeline,
  ) {}

  /** A key was looked up and found. */
  hit(): void {
    this.cells.hits.add(1);
  }

  /** A key was looked up and not found. */
  miss(): void {
    this.cells.misses.add(1);
  }

  /** The cache removed entries by itself: for want of room, or because their time was up. */
  evicted(count = 1): void {
    this.cells.evictions.add(count);
  }

  /** Runs what makes the value that the cache lacks, as a span `load prices`; its time counts whether it succeeds or fails. */
  load<T>(work: () => T): Started<T> {
    const { name, pipeline } = this;
    const attributes = { 'cache.name': name };
    return observeWork(pipeline, {
      start: { kind: 'cache.load', name: `load ${name}`, labels: [name], attributes },
      work,
    });
  }

  /**
   * Asks how many entries there are whenever metrics are read; caches of one name are added up. Returns the undo.
   *
   * @param cache for one that comes and goes: it is given to `read` and not kept alive, and its series goes with it
   */
  watchEntries<T extends object>(read: (cache: T) => number, cache?: T): () => void {
    return this.entries.watch(this.name, read, cache);
  }
}
