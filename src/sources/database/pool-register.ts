/**
 * The pools of one application: who waits how long for a connection, and what each pool holds when the page is scraped. A pool
 * is known from its first use on and forgotten when it is closed or collected.
 */
import { context, type Context } from '@opentelemetry/api';
import type { Clock, Meter, MeterCells, MeterFamily } from '../../kernel/index.js';
import { databasePoolSize, poolMetricDefinitions } from './database.convention.js';
import { boundTo, type Ending } from './query-call.js';
import { failureOf } from './query-error.js';

/** How the pools of one driver are read. */
export interface PoolReader<P extends object = object> {
  /** The database it leads to, else its host. */
  nameOf(pool: P): string | undefined;
  read(pool: P): PoolState;
}

export interface PoolState {
  readonly idle: number;
  readonly inUse: number;
  readonly pending: number;
  /** What it may hold at most. */
  readonly max: number;
  readonly isClosed: boolean;
}

type Failed = (operation: string, errorType: string) => void;
type GaugeName = 'idle' | 'inUse' | 'pending' | 'max';

const MAX_POOLS = 32;
const GAUGES: readonly (readonly [GaugeName, keyof typeof poolMetricDefinitions])[] = [
  ['idle', 'idle'],
  ['inUse', 'inUse'],
  ['max', 'size'],
  ['pending', 'pending'],
];

export class PoolRegister {
  private readonly known = new WeakMap<object, PoolWatch>();
  private readonly watches = new Map<string, PoolWatch>();
  private readonly undo: (() => void)[] = [];
  private families: PoolFamilies | undefined;

  constructor(
    private readonly meter: Meter,
    private readonly clock: Clock,
    private readonly failed: Failed,
  ) {}

  /** The pool's watch, made when it is seen for the first time. */
  watch<P extends object>(pool: P, reader: PoolReader<P>): PoolWatch {
    let watch = this.known.get(pool);
    if (watch === undefined) this.known.set(pool, (watch = this.register(pool, reader as unknown as PoolReader)));
    return watch;
  }

  close(): void {
    for (const undo of this.undo.splice(0)) undo();
    this.watches.clear();
  }

  private register(pool: object, reader: PoolReader): PoolWatch {
    this.families ??= this.define();
    const label = this.freeLabel(reader.nameOf(pool) ?? 'default');
    const watch = new PoolWatch(pool, reader, label, this.families, this.clock, this.failed);
    // What comes after the last label is counted under it, and its gauges are left out.
    if (label !== OVERFLOW) this.watches.set(label, watch);
    return watch;
  }

  private freeLabel(name: string): string {
    this.forgetClosed();
    if (this.watches.size >= MAX_POOLS) return OVERFLOW;
    let label = name;
    for (let number = 2; this.watches.has(label); number++) label = `${name}#${number}`;
    return label;
  }

  private define(): PoolFamilies {
    const { created, reused, wait } = poolMetricDefinitions;
    const { meter } = this;
    for (const [gauge, definition] of GAUGES) {
      const family = meter.define<'gauge'>(poolMetricDefinitions[definition] as typeof poolMetricDefinitions.idle);
      this.undo.push(family.onCollect(() => this.collect(family, gauge)));
    }
    const total = meter.define(databasePoolSize);
    this.undo.push(total.onCollect(() => total.cell([]).set(this.openConnections())));
    return { created: meter.define(created), reused: meter.define(reused), wait: meter.define(wait) };
  }

  /** Series of pools that are gone are removed; the labels of those that came after stay what they were. */
  private collect(family: MeterFamily<'gauge'>, gauge: GaugeName): void {
    for (const [label, watch] of this.watches) {
      const state = watch.state();
      if (state === undefined) family.remove([label]);
      else family.cell([label]).set(state[gauge]);
    }
  }

  private openConnections(): number {
    return [...this.watches.values()].reduce((sum, watch) => {
      const state = watch.state();
      return state === undefined ? sum : sum + state.idle + state.inUse;
    }, 0);
  }

  private forgetClosed(): void {
    for (const [label, watch] of this.watches) if (watch.state() === undefined) this.watches.delete(label);
  }
}

const OVERFLOW = '_OTHER';

interface PoolFamilies {
  readonly created: MeterFamily<'counter'>;
  readonly reused: MeterFamily<'counter'>;
  readonly wait: MeterFamily<'histogram'>;
}

export class PoolWatch {
  private readonly pool: WeakRef<object>;
  private readonly seen = new WeakSet<object>();
  private readonly created: MeterCells['counter'];
  private readonly reused: MeterCells['counter'];
  private readonly wait: MeterCells['histogram'];

  constructor(
    pool: object,
    private readonly reader: PoolReader,
    label: string,
    families: PoolFamilies,
    private readonly clock: Clock,
    private readonly failed: Failed,
  ) {
    this.pool = new WeakRef(pool);
    this.created = families.created.cell([label]);
    this.reused = families.reused.cell([label]);
    this.wait = families.wait.cell([label]);
  }

  /** Undefined once the pool is closed or gone. */
  state(): PoolState | undefined {
    const pool = this.pool.deref();
    const state = pool === undefined ? undefined : this.reader.read(pool);
    return state?.isClosed === false ? state : undefined;
  }

  /** Somebody asks for a connection now. */
  begin(): Acquisition {
    const startedAtMs = this.clock.now();
    return new Acquisition(context.active(), (error, connection) => {
      if (error === undefined || error === null) this.handedOut(connection, this.clock.now() - startedAtMs);
      else this.failed('CONNECT', failureOf(error).type);
    });
  }

  private handedOut(connection: unknown, waitedMs: number): void {
    this.wait.observe(waitedMs / 1000);
    if (typeof connection !== 'object' || connection === null) return;
    if (this.seen.has(connection)) this.reused.add(1);
    else this.created.add(1);
    this.seen.add(connection);
  }
}

/** The wait for one connection. */
export class Acquisition implements Ending {
  constructor(
    private readonly caller: Context,
    readonly ended: (error?: unknown, connection?: unknown) => void,
  ) {}

  bind<F>(callback: F): F {
    return boundTo(this.caller, callback, (error, connection) => this.ended(error, connection));
  }
}
