/**
 * Pools of connections and of whatever else is scarce. Pools of drivers that the library knows are watched by themselves; here
 * they get a name, and pools it cannot know are watched by hand. One register for all: a pool has one series, whoever found it.
 */
import type { Diagnostics } from '../../kernel/index.js';
import { poolsByHand, type PoolRegister, type PoolWatch } from '../../sources/index.js';
import { isObject } from '../given.js';
import { Instrument } from '../instrument.js';
import { homeMadeReader, isHomeMade } from './home-made-pool.js';
import { SlotPool } from './slot-pool.js';

/**
 * How a pool is called.
 *
 * @example
 * ```ts
 * const options: ObserveOptions = { name: 'orders' };
 *
 * getInstrument(PoolsInstrument).observe(pool, options);
 * ```
 */
export interface ObserveOptions {
  /** Becomes the label `pool`, a handful of values. @default the database it leads to, else its host or its library */
  readonly name?: string;
}

/**
 * How large a pool of slots is.
 *
 * @example
 * ```ts
 * const options: SlotPoolOptions = { max: 4 };
 *
 * const browsers = getInstrument(PoolsInstrument).pool('browsers', options);
 * ```
 */
export interface SlotPoolOptions {
  /** How many may be acquired at once, 1 or more. */
  readonly max: number;
}

/** Names come from code; more than this come from data. */
const MAX_SLOT_POOLS = 256;

/**
 * Pools of connections, and of whatever else is scarce.
 *
 * @example
 * ```ts
 * const pools = getInstrument(PoolsInstrument);
 *
 * pools.observe(pool, { name: 'orders' });
 * const text = await pools.pool('browsers', { max: 4 }).use(() => page.render());
 * ```
 */
export class PoolsInstrument extends Instrument {
  readonly name = 'pools';
  private readonly slotPools = new Map<string, SlotPool>();
  private knownRegister: PoolRegister | undefined;

  /**
   * Watches a pool until it is closed, collected or forgotten: of pg, mysql2, generic-pool, tarn or redis, an ioredis client or
   * cluster, and what holds one once it has connected (a TypeORM DataSource, a Knex instance). One of your own that can be read
   * is watched until it says that it is closed, or is forgotten. A pool that is known already keeps its name and counts once.
   */
  observe(pool: object, options?: ObserveOptions): ObservedPool {
    const label = this.given.fields(options).name;
    const name = label === undefined ? undefined : this.given.name(label);
    const watches = this.diagnostics.safely(this.name, 'observe', () => this.watchesOf(pool, name), []);
    if (watches.length === 0) this.misused('unknown_pool', UNKNOWN_POOL);
    return new ObservedPool(this.register, watches, this.diagnostics);
  }

  /** The pool of slots under this name, made when it is first asked for: `max` is decided then. */
  pool(name: string, options: SlotPoolOptions): SlotPool {
    const label = this.given.name(name);
    const { max } = this.given.fields(options);
    const known = this.slotPools.get(label);
    if (known === undefined) return this.createPool(label, max);
    if (known.max !== max)
      this.misused('size_conflict', 'a pool was asked for with another size; it keeps its first one');
    return known;
  }

  override close(): void {
    this.knownRegister?.close();
  }

  /** The application's; what reads pools is loaded with the first one. */
  private get register(): PoolRegister {
    const { pipeline, meter } = this.host;
    return (this.knownRegister ??= poolsByHand().poolRegisterOf(pipeline, meter));
  }

  private watchesOf(pool: object, name: string | undefined): PoolWatch[] {
    const { register, host, diagnostics } = this;
    if (!isObject(pool)) return [];
    if (!isHomeMade(pool)) return poolsByHand().watchPoolsOn(pool, name, register, host.pipeline);
    return [register.watchAgain(pool, homeMadeReader(pool, diagnostics), name)];
  }

  private createPool(name: string, max: unknown): SlotPool {
    const isUsable = typeof max === 'number' && max >= 1;
    if (!isUsable) this.misused('invalid_size', 'the size of a pool must be 1 or more; this one has no bound');
    const pool = new SlotPool(name, isUsable ? max : Infinity, this.register, this.given);
    if (this.slotPools.size < MAX_SLOT_POOLS) this.slotPools.set(name, pool);
    else
      this.misused('too_many_pools', 'pools must have few names; a further one is made anew each time it is asked for');
    return pool;
  }

  private misused(misuse: string, advice: string): void {
    this.diagnostics.misused(this.name, misuse, advice);
  }

  private get diagnostics(): Diagnostics {
    return this.host.pipeline.diagnostics;
  }
}

const UNKNOWN_POOL =
  'nothing was observed: no pool hangs on what was given; give the pool itself once it exists, or an object with read()';

/**
 * A pool that `PoolsInstrument` watches.
 * What was found on one `observe`; it may be forgotten or left alone.
 *
 * @example
 * ```ts
 * const watched: ObservedPool = getInstrument(PoolsInstrument).observe(pool);
 *
 * watched.forget();
 * ```
 */
export class ObservedPool {
  private isForgotten = false;

  constructor(
    private readonly register: PoolRegister,
    private readonly watches: readonly PoolWatch[],
    private readonly diagnostics: Diagnostics,
  ) {}

  /** Its gauges go, and nothing more is counted of it, by whatever way, until it is observed again. */
  forget(): void {
    if (this.isForgotten) this.diagnostics.misused('pools', 'closed_twice', 'a pool was forgotten again');
    this.isForgotten = true;
    for (const watch of this.watches) this.register.forget(watch);
  }
}
