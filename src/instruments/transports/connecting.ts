/** From wanting a connection to having one. Only numbers: who waits for it has a span already. */
import { failureOf } from '../../sources/index.js';
import type { HandleKeeper } from '../handle.js';
import type { TransportMeter } from './transport-meter.js';

const ADVICE = 'a connection was told twice how it was got; only the first time counts';

/**
 * The making of one connection, until it is known how it was got.
 *
 * @example
 * ```ts
 * const connecting: Connecting = transport('tcp').connect();
 *
 * connecting.created();
 * ```
 */
export class Connecting {
  private readonly startedAtMs: number;
  private isOver = false;

  constructor(
    private readonly keeper: HandleKeeper,
    private readonly meter: TransportMeter,
  ) {
    this.startedAtMs = keeper.pipeline.clock.now();
  }

  /** A new connection is open; how long that took is measured. */
  created(): void {
    if (this.end()) this.meter.created((this.keeper.pipeline.clock.now() - this.startedAtMs) / 1000);
  }

  /** One that was open already will do. */
  reused(): void {
    if (this.end()) this.meter.reused();
  }

  /** No connection came about. */
  fail(error: unknown): void {
    if (!this.end()) return;
    const { outcome, errorType } = failureOf(error);
    if (outcome === 'error') this.meter.failed(errorType ?? '_OTHER');
  }

  /** Whether this was the end. */
  private end(): boolean {
    const isFirst = !this.isOver;
    this.isOver = true;
    if (!isFirst) this.keeper.pipeline.diagnostics.misused('transports', 'closed_twice', ADVICE);
    return isFirst;
  }
}
