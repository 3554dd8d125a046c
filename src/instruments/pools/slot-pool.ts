/**
 * A number of slots that callers share, first come, first served: a counting semaphore that tells who waits and for how long.
 * It works the same whether anybody measures or not.
 */
import type { PoolReader, PoolRegister, PoolWatch } from '../../sources/index.js';
import type { Given } from '../given.js';
import { Lease, type Slot } from './lease.js';

/**
 * How long a caller waits for a slot.
 *
 * @example
 * ```ts
 * const atMostASecond: AcquireOptions = { signal: AbortSignal.timeout(1_000) };
 *
 * const lease = await getInstrument(PoolsInstrument).pool('browsers', { max: 4 }).acquire(atMostASecond);
 * ```
 */
export interface AcquireOptions {
  /** Gives up waiting when it aborts, as `AbortSignal.timeout(ms)` does; `acquire` then rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Somebody who waits. */
type Served = (slot: Slot) => void;

/**
 * A number of slots that callers share, first come, first served.
 *
 * @example
 * ```ts
 * const browsers: SlotPool = getInstrument(PoolsInstrument).pool('browsers', { max: 4 });
 *
 * const text = await browsers.use(() => page.render());
 * console.log(browsers.pending);
 * ```
 */
export class SlotPool {
  private readonly watch: PoolWatch;
  private readonly free: Slot[] = [];
  private readonly waiting = new Set<Served>();
  private readonly forgotten: FinalizationRegistry<Slot>;
  private slotCount = 0;

  constructor(
    name: string,
    readonly max: number,
    register: PoolRegister,
    private readonly given: Given,
  ) {
    this.watch = register.watch(this, slotReader, name);
    this.forgotten = new FinalizationRegistry((slot) => this.leaked(slot));
  }

  get inUse(): number {
    return this.slotCount - this.free.length;
  }

  get idle(): number {
    return this.free.length;
  }

  get pending(): number {
    return this.waiting.size;
  }

  /** Waits for a slot. Release it in a finally block; one that is forgotten is counted as leaked and taken back. */
  async acquire(options?: AcquireOptions): Promise<Lease> {
    const signal = this.signalOf(options);
    const acquisition = this.watch.begin();
    const slot = this.takeFree() ?? (await this.wait(signal));
    acquisition?.ended(undefined, slot);
    return this.lend(slot);
  }

  /** Runs `work` in a slot of its own. */
  async use<T>(work: () => T | Promise<T>, options?: AcquireOptions): Promise<T> {
    const lease = await this.acquire(options);
    try {
      return await work();
    } finally {
      lease.release();
    }
  }

  private takeFree(): Slot | undefined {
    const slot = this.free.pop();
    if (slot !== undefined || this.slotCount >= this.max) return slot;
    this.slotCount++;
    return {};
  }

  private signalOf(options: AcquireOptions | undefined): AbortSignal | undefined {
    const { signal } = this.given.fields(options);
    if (signal === undefined || this.given.safely('acquire', () => isSignal(signal), false)) return signal;
    this.given.refuse('invalid_option', '`signal` must be an AbortSignal; nothing ends the wait');
    return undefined;
  }

  private wait(signal: AbortSignal | undefined): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const giveUp = (): void => {
        this.waiting.delete(served);
        reject(signal!.reason as Error);
      };
      const served: Served = (slot) => {
        signal?.removeEventListener('abort', giveUp);
        resolve(slot);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.waiting.add(served);
    });
  }

  private lend(slot: Slot): Lease {
    const lease: Lease = new Lease(this.given, () => {
      this.forgotten.unregister(slot);
      this.giveBack(slot);
    });
    this.forgotten.register(lease, slot, slot);
    return lease;
  }

  private giveBack(slot: Slot): void {
    const [next] = this.waiting;
    if (next === undefined) return void this.free.push(slot);
    this.waiting.delete(next);
    next(slot);
  }

  private leaked(slot: Slot): void {
    const advice = 'a slot was never released and its lease has been collected; release it in a finally block';
    this.given.refuse('leaked', advice);
    this.giveBack(slot);
  }
}

function isSignal({ addEventListener, removeEventListener }: AbortSignal): boolean {
  return typeof addEventListener === 'function' && typeof removeEventListener === 'function';
}

const slotReader: PoolReader<SlotPool> = {
  isDatabase: false,
  nameOf: () => undefined,
  read: ({ idle, inUse, pending, max }) => ({ idle, inUse, pending, max, isClosed: false }),
};
