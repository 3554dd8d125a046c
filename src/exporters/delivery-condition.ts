/** Whether records get through, and what the application's log hears of it: that it began, and that it is over, once each. */
import type { QueueConfig } from '../config/index.js';
import type { Clock, Diagnostics } from '../kernel/index.js';

export interface DeliveryConditionOptions {
  /** Label of its metrics. */
  readonly signal: string;
  /** Where records go, for messages. */
  readonly destination: string;
  readonly limits: QueueConfig;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
}

export class DeliveryCondition {
  isFailing = false;
  /** Milliseconds since the Unix epoch. */
  lastSuccessAtMs: number | undefined;
  private hasOverflown = false;

  constructor(private readonly options: DeliveryConditionOptions) {}

  /** @param dropped records so far */
  succeeded(dropped: number): void {
    const { clock, diagnostics, destination, signal } = this.options;
    this.lastSuccessAtMs = clock.toEpochMs(clock.now());
    if (!this.isFailing) return this.warnOfOverflow();
    this.isFailing = false;
    this.hasOverflown = false;
    const news = `Records of ${signal} reach ${destination} again; ${dropped} were dropped so far.`;
    diagnostics.recovered(`export:${signal}`, news);
  }

  failed(reason: string): void {
    const { diagnostics, destination, signal } = this.options;
    this.isFailing = true;
    this.hasOverflown = false;
    diagnostics.warnOnce(
      `export:${signal}`,
      `Records of ${signal} do not reach ${destination}: ${reason}. The application is unaffected; records wait, and what is ` +
        'more than the queue takes is dropped and counted, until it is over.',
    );
  }

  /** Told about after a success only: behind a receiver that hangs the queue is full, too, and that is another trouble. */
  overflown(): void {
    this.hasOverflown = true;
  }

  private warnOfOverflow(): void {
    if (!this.hasOverflown) return;
    this.hasOverflown = false;
    const { diagnostics, destination, signal, limits } = this.options;
    diagnostics.warnOnce(
      `queue:${signal}`,
      `Records of ${signal} come faster than ${destination} takes them; above ${limits.maxQueueSize} records or ` +
        `${limits.maxQueueBytes} bytes they are dropped and counted. Fix: raise maxQueueSize and maxQueueBytes, or send less.`,
    );
  }
}
