/** A pool that only its application knows, read by a function of its own. */
import type { Diagnostics } from '../../kernel/index.js';
import type { PoolReader, PoolState } from '../../sources/index.js';

/**
 * A pool that only its application knows, read by a function of its own.
 *
 * @example
 * ```ts
 * const licences: HomeMadePool = { read: () => ({ idle: 3, inUse: 7, max: 10 }) };
 *
 * getInstrument(PoolsInstrument).observe(licences, { name: 'licences' });
 * ```
 */
export interface HomeMadePool {
  /** What the pool holds now; asked at each scrape, so it should be cheap. */
  read(): HomeMadeState;
}

/**
 * What such a pool holds at one moment.
 *
 * @example
 * ```ts
 * const state = (): HomeMadeState => ({ idle: 3, inUse: 7, pending: 1, max: 10 });
 *
 * getInstrument(PoolsInstrument).observe({ read: state }, { name: 'licences' });
 * ```
 */
export interface HomeMadeState {
  readonly idle: number;
  readonly inUse: number;
  /** Requests that wait. @default 0 */
  readonly pending?: number;
  /** Missing: it has no `pool_size`. */
  readonly max?: number;
  /** Its gauges go. @default false */
  readonly isClosed?: boolean;
}

export function isHomeMade(pool: object): pool is HomeMadePool {
  return typeof (pool as Partial<HomeMadePool>).read === 'function';
}

const EMPTY: PoolState = { idle: 0, inUse: 0, pending: 0, max: undefined, isClosed: false };

/**
 * It holds the pool, of which the application may keep no other trace. A `read` that throws is counted as failed, and the pool
 * shows what it has shown before.
 */
export function homeMadeReader(pool: HomeMadePool, diagnostics: Diagnostics): PoolReader {
  let last = EMPTY;
  return {
    isDatabase: false,
    nameOf: () => undefined,
    read: () => {
      const given = diagnostics.safely<HomeMadeState>('pools', 'read', () => pool.read(), last);
      return (last = diagnostics.safely('pools', 'read', () => stateOf(given), last));
    },
  };
}

function stateOf({ idle, inUse, pending = 0, max, isClosed = false }: HomeMadeState): PoolState {
  return { idle, inUse, pending, max, isClosed };
}
