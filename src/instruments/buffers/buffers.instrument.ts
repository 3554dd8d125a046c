/** Pools of buffers and other objects that are used again instead of being made anew: whether that works, and what it holds. */
import type { MeterCells, MeterFamily } from '../../kernel/index.js';
import { ByName } from '../by-name.js';
import type { Given } from '../given.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { sum, WatchedGauge } from '../watched-gauge.js';
import { bufferMetrics, bufferPoolAllocations, bufferPoolHitRatio, bufferPoolSize } from './buffers.metrics.js';

/**
 * Pools of buffers and other objects that are used again: whether that works, and what they hold.
 *
 * @example
 * ```ts
 * const frames = getInstrument(BuffersInstrument).pool('frames');
 * const free: Buffer[] = [];
 *
 * const take = (): Buffer => {
 *   frames.taken({ isReused: free.length > 0 });
 *   return free.pop() ?? Buffer.alloc(65_536);
 * };
 * ```
 */
export class BuffersInstrument extends Instrument {
  static override readonly metrics = bufferMetrics;
  readonly name = 'buffers';
  private readonly pools: ByName<BufferPool>;
  private readonly sizes: WatchedGauge;
  private readonly stopCollecting: () => void;

  constructor(host: InstrumentHost) {
    super(host);
    const { meter, config } = host;
    const allocations = meter.define(bufferPoolAllocations);
    const ratios = meter.define(bufferPoolHitRatio);
    this.stopCollecting = ratios.onCollect(() => this.showRatios(ratios));
    this.sizes = new WatchedGauge(host, { name: this.name, definition: bufferPoolSize, combine: sum });
    this.pools = new ByName(
      config.metrics.maxLabelValues,
      (name) => new BufferPool(name, allocations.cell([name]), this.sizes, this.given),
    );
  }

  /**
   * The same pool for the same name: pools of one name are counted together.
   * @param name a handful of values; becomes a label
   */
  pool(name: string): BufferPool {
    return this.pools.of(this.given.name(name));
  }

  override close(): void {
    this.stopCollecting();
    this.sizes.close();
  }

  private showRatios(ratios: MeterFamily<'gauge'>): void {
    for (const { name, hitRatio } of this.pools.values()) if (hitRatio !== undefined) ratios.cell([name]).set(hitRatio);
  }
}

/**
 * One pool of buffers or other objects, by its name.
 *
 * @example
 * ```ts
 * const frames: BufferPool = getInstrument(BuffersInstrument).pool('frames');
 * const free: Buffer[] = [];
 *
 * const stop = frames.watchSize(() => free.length);
 * console.log(frames.hitRatio);
 * ```
 */
export class BufferPool {
  private hits = 0;
  private takes = 0;

  constructor(
    readonly name: string,
    private readonly allocations: MeterCells['counter'],
    private readonly sizes: WatchedGauge,
    private readonly given: Given,
  ) {}

  /** Of all takes so far; undefined before the first one. */
  get hitRatio(): number | undefined {
    return this.takes === 0 ? undefined : this.hits / this.takes;
  }

  /** One was taken out: one that was there already, or one that had to be made. */
  taken(how: { readonly isReused: boolean }): void {
    this.takes++;
    if (this.given.fields(how).isReused === true) this.hits++;
    else this.allocations.add(1);
  }

  /**
   * Asks how many the pool holds whenever metrics are read; pools of one name are added up. Returns the undo.
   *
   * @param pool for one that comes and goes: it is given to `read` and not kept alive, and its series goes with it
   */
  watchSize<T extends object>(read: (pool: T) => number, pool?: T): () => void {
    return this.sizes.watch(this.name, read, pool);
  }
}
