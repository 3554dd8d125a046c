/** One pool under watch: who waits how long for a connection, and what it holds when somebody asks. */
import { context, type Context } from '@opentelemetry/api';
import type { Clock, MeterCells, MeterFamily } from '../../kernel/index.js';
import { boundTo, type Ending } from '../ending.js';

/** How the pools of one kind are read. */
export interface PoolReader<P extends object = object> {
  /** Its connections lead to a database, and count among those of `db_pool_size`. */
  readonly isDatabase: boolean;
  /** The pool behind what applications hold of it; missing: the same. */
  itself?(pool: P): P;
  /** The database it leads to, else its host. */
  nameOf(pool: P): string | undefined;
  read(pool: P): PoolState;
}

export interface PoolState {
  readonly idle: number;
  readonly inUse: number;
  readonly pending: number;
  /** What it may hold at most; undefined where it keeps that to itself. */
  readonly max: number | undefined;
  readonly isClosed: boolean;
}

export interface PoolFamilies {
  readonly created: MeterFamily<'counter'>;
  readonly reused: MeterFamily<'counter'>;
  readonly wait: MeterFamily<'histogram'>;
}

/** Made at the first wait: a pool that cannot be followed shows no counts, and not a count of 0. */
interface PoolCells {
  readonly created: MeterCells['counter'];
  readonly reused: MeterCells['counter'];
  readonly wait: MeterCells['histogram'];
}

function cellsOf({ created, reused, wait }: PoolFamilies, label: string): PoolCells {
  return { created: created.cell([label]), reused: reused.cell([label]), wait: wait.cell([label]) };
}

/** Told when somebody waited in vain. */
export type Refused = (error: unknown) => void;

export class PoolWatch {
  /** Told to look away by who observed it; its driver's own calls begin nothing any more. */
  isForgotten = false;
  private readonly pool: WeakRef<object>;
  private readonly seen = new WeakSet<object>();
  private cells: PoolCells | undefined;

  constructor(
    pool: object,
    private readonly reader: PoolReader,
    readonly label: string,
    private readonly families: PoolFamilies,
    private readonly clock: Clock,
  ) {
    this.pool = new WeakRef(pool);
  }

  get isDatabase(): boolean {
    return this.reader.isDatabase;
  }

  get isCollected(): boolean {
    return this.pool.deref() === undefined;
  }

  /** Undefined once the pool is closed or gone. */
  state(): PoolState | undefined {
    const pool = this.pool.deref();
    const state = pool === undefined ? undefined : this.reader.read(pool);
    return state?.isClosed === false ? state : undefined;
  }

  /** Somebody asks for a connection now. */
  begin(refused?: Refused): Acquisition | undefined {
    if (this.isForgotten) return undefined;
    const startedAtMs = this.clock.now();
    this.cells ??= cellsOf(this.families, this.label);
    return new Acquisition(context.active(), (error, connection) => {
      if (error === undefined || error === null) this.handedOut(connection, this.clock.now() - startedAtMs);
      else refused?.(error);
    });
  }

  private handedOut(connection: unknown, waitedMs: number): void {
    const { created, reused, wait } = this.cells!;
    wait.observe(waitedMs / 1000);
    if (typeof connection !== 'object' || connection === null) return;
    if (this.seen.has(connection)) reused.add(1);
    else created.add(1);
    this.seen.add(connection);
  }
}

/** The wait for one connection; its first end counts. */
export class Acquisition implements Ending {
  private isOver = false;

  constructor(
    private readonly caller: Context,
    private readonly onEnd: (error: unknown, connection: unknown) => void,
  ) {}

  ended(error?: unknown, connection?: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.onEnd(error, connection);
  }

  /** For callbacks that get an error first. */
  bind<F>(callback: F): F {
    return boundTo(this.caller, callback, (error, connection) => this.ended(error, connection));
  }

  /** For work that a pool runs with a connection once it has one. */
  bindWork<F>(work: F): F {
    return boundTo(this.caller, work, (connection) => this.ended(undefined, connection));
  }
}
