/**
 * The pools of one application, whether their driver is followed or they were given to be observed: one watch and one label a
 * pool. A pool is known from its first use on and forgotten when it is closed or collected.
 */
import type { Clock, Meter, MeterFamily, OperationPipeline } from '../../kernel/index.js';
import { databasePoolSize } from '../database/database.convention.js';
import { poolMetricDefinitions } from './pool.metrics.js';
import { PoolWatch, type PoolFamilies, type PoolReader } from './pool-watch.js';

type GaugeName = 'idle' | 'inUse' | 'pending' | 'max';

const MAX_POOLS = 32;
const OVERFLOW = '_OTHER';
const GAUGES: readonly (readonly [GaugeName, 'idle' | 'inUse' | 'size' | 'pending'])[] = [
  ['idle', 'idle'],
  ['inUse', 'inUse'],
  ['max', 'size'],
  ['pending', 'pending'],
];

export class PoolRegister {
  private readonly known = new WeakMap<object, PoolWatch>();
  private readonly watches = new Map<string, PoolWatch>();
  private readonly gauges: MeterFamily<'gauge'>[] = [];
  private readonly undo: (() => void)[] = [];
  private families: PoolFamilies | undefined;
  private hasTotal = false;

  constructor(
    private readonly meter: Meter,
    private readonly clock: Clock,
  ) {}

  /** The pool's watch, made when it is seen for the first time; `name` counts only then. */
  watch<P extends object>(pool: P, reader: PoolReader<P>, name?: string): PoolWatch {
    const known = this.known.get(pool);
    if (known !== undefined && (known.isForgotten || this.isListed(known))) return known;
    const watch = this.register(pool, reader, name);
    this.known.set(pool, watch);
    return watch;
  }

  /** Of a pool that is watched already. */
  watchOf(pool: object): PoolWatch | undefined {
    return this.known.get(pool);
  }

  /** As `watch`, for one who wants it even if it was forgotten before. */
  watchAgain<P extends object>(pool: P, reader: PoolReader<P>, name?: string): PoolWatch {
    if (this.known.get(pool)?.isForgotten === true) this.known.delete(pool);
    return this.watch(pool, reader, name);
  }

  /** Its gauges go, and nothing more is counted of it. */
  forget(watch: PoolWatch): void {
    watch.isForgotten = true;
    this.drop(watch);
  }

  /** Idempotent; what is watched afterwards begins anew. */
  close(): void {
    for (const undo of this.undo.splice(0)) undo();
    this.watches.clear();
    this.gauges.length = 0;
    this.families = undefined;
    this.hasTotal = false;
  }

  private isListed(watch: PoolWatch): boolean {
    return watch.label === OVERFLOW || this.watches.get(watch.label) === watch;
  }

  private register(pool: object, reader: PoolReader, name = reader.nameOf(pool) ?? 'default'): PoolWatch {
    this.families ??= this.define();
    if (reader.isDatabase && !this.hasTotal) this.defineTotal();
    const watch = new PoolWatch(pool, reader, this.freeLabel(name), this.families, this.clock);
    // What comes after the last label is counted under it, and its gauges are left out.
    if (watch.label !== OVERFLOW) this.watches.set(watch.label, watch);
    return watch;
  }

  private freeLabel(name: string): string {
    for (const watch of this.watches.values()) if (watch.state() === undefined) this.drop(watch);
    if (this.watches.size >= MAX_POOLS) return OVERFLOW;
    let label = name;
    for (let number = 2; this.watches.has(label); number++) label = `${name}#${number}`;
    return label;
  }

  private define(): PoolFamilies {
    const { meter } = this;
    for (const [gauge, definition] of GAUGES) {
      const family = meter.define<'gauge'>(poolMetricDefinitions[definition]);
      this.gauges.push(family);
      this.undo.push(family.onCollect(() => this.collect(family, gauge)));
    }
    const { created, reused, wait } = poolMetricDefinitions;
    return { created: meter.define(created), reused: meter.define(reused), wait: meter.define(wait) };
  }

  private defineTotal(): void {
    this.hasTotal = true;
    const total = this.meter.define(databasePoolSize);
    this.undo.push(total.onCollect(() => total.cell([]).set(this.openConnections())));
  }

  private collect(family: MeterFamily<'gauge'>, gauge: GaugeName): void {
    for (const watch of this.watches.values()) {
      const state = watch.state();
      const value = state?.[gauge];
      if (value !== undefined) family.cell([watch.label]).set(value);
      else if (state === undefined) this.hide(watch);
    }
  }

  /** A pool that is closed may be opened again, and has its label until another one wants it. */
  private hide(watch: PoolWatch): void {
    if (watch.isCollected) this.drop(watch);
    else this.removeSeries(watch);
  }

  /** The labels of those that came after stay what they were. */
  private drop(watch: PoolWatch): void {
    if (this.watches.get(watch.label) !== watch) return;
    this.watches.delete(watch.label);
    this.removeSeries(watch);
  }

  private removeSeries({ label }: PoolWatch): void {
    for (const family of this.gauges) family.remove([label]);
  }

  private openConnections(): number {
    let sum = 0;
    for (const watch of this.watches.values()) {
      const state = watch.isDatabase ? watch.state() : undefined;
      if (state !== undefined) sum += state.idle + state.inUse;
    }
    return sum;
  }
}

const registers = new WeakMap<OperationPipeline, PoolRegister>();

/** The one register of an application; its `close` belongs to whoever stops with the application. */
export function poolRegisterOf(pipeline: OperationPipeline, meter: Meter): PoolRegister {
  let register = registers.get(pipeline);
  if (register === undefined) registers.set(pipeline, (register = new PoolRegister(meter, pipeline.clock)));
  return register;
}

/** Undefined until the application has used one. */
export function registeredPools(pipeline: OperationPipeline): PoolRegister | undefined {
  return registers.get(pipeline);
}
