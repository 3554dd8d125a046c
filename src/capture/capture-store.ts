/** The kept exchanges: bounded in number, bytes and age, the oldest leaving first. */
import type { Clock } from '../kernel/index.js';
import type { CapturedExchange } from './captured-exchange.js';

export interface StoreLimits {
  readonly maxEntries: number;
  readonly maxBytes: number;
  readonly maxAgeMs: number;
}

interface Entry {
  readonly exchange: CapturedExchange;
  readonly bytes: number;
  readonly keptAtMs: number;
}

export class CaptureStore {
  /** In the order in which they were kept. */
  private readonly entries = new Map<string, Entry>();
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: StoreLimits,
    private readonly clock: Clock,
  ) {}

  /** False where it is larger than all that may be kept. */
  add(exchange: CapturedExchange): boolean {
    const bytes = Buffer.byteLength(JSON.stringify(exchange));
    if (bytes > this.limits.maxBytes) return false;
    this.entries.set(exchange.id, { exchange, bytes, keptAtMs: this.clock.now() });
    this.bytes += bytes;
    this.makeRoom();
    this.forgetInTime();
    return true;
  }

  /** The newest first. */
  all(): readonly CapturedExchange[] {
    this.forgetOld();
    return [...this.entries.values()].map(({ exchange }) => exchange).toReversed();
  }

  get(id: string): CapturedExchange | undefined {
    this.forgetOld();
    return this.entries.get(id)?.exchange;
  }

  /** Gives how many there were. */
  clear(): number {
    const { size } = this.entries;
    this.entries.clear();
    this.bytes = 0;
    clearTimeout(this.timer);
    this.timer = undefined;
    return size;
  }

  private makeRoom(): void {
    const { maxEntries, maxBytes } = this.limits;
    for (const [id, { bytes }] of this.entries) {
      if (this.entries.size <= maxEntries && this.bytes <= maxBytes) return;
      this.remove(id, bytes);
    }
  }

  private forgetOld(): void {
    const oldestMs = this.clock.now() - this.limits.maxAgeMs;
    for (const [id, { bytes, keptAtMs }] of this.entries) {
      if (keptAtMs > oldestMs) return;
      this.remove(id, bytes);
    }
  }

  private remove(id: string, bytes: number): void {
    this.entries.delete(id);
    this.bytes -= bytes;
  }

  /** Also while nobody looks: what is too old must not stay in memory. */
  private forgetInTime(): void {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.forgetOld();
      if (this.entries.size > 0) this.forgetInTime();
    }, this.limits.maxAgeMs).unref();
  }
}
