/** Whether telemetry gets through, and what the application's log hears of it: that it began, and that it is over, once each. */
import type { Clock, Diagnostics } from '../kernel/index.js';

export interface DeliveryConditionOptions {
  /** Label of its metrics. */
  readonly signal: string;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  readonly sentences: DeliverySentences;
}

/** What is said of it. */
export interface DeliverySentences {
  readonly overflow: string;
  failing(reason: string): string;
  /** @param dropped so far */
  recovered(dropped: number): string;
}

export class DeliveryCondition {
  isFailing = false;
  /** Milliseconds since the Unix epoch. */
  lastSuccessAtMs: number | undefined;
  private hasOverflown = false;

  constructor(private readonly options: DeliveryConditionOptions) {}

  /** @param dropped so far */
  succeeded(dropped: number): void {
    const { clock, diagnostics, sentences, signal } = this.options;
    this.lastSuccessAtMs = clock.toEpochMs(clock.now());
    if (!this.isFailing) return this.warnOfOverflow();
    this.isFailing = false;
    this.hasOverflown = false;
    diagnostics.recovered(`export:${signal}`, sentences.recovered(dropped));
  }

  failed(reason: string): void {
    const { diagnostics, sentences, signal } = this.options;
    this.isFailing = true;
    this.hasOverflown = false;
    diagnostics.warnOnce(`export:${signal}`, sentences.failing(reason));
  }

  /** Told about after a success only: behind a receiver that hangs the queue is full, too, and that is another trouble. */
  overflown(): void {
    this.hasOverflown = true;
  }

  private warnOfOverflow(): void {
    if (!this.hasOverflown) return;
    this.hasOverflown = false;
    const { diagnostics, sentences, signal } = this.options;
    diagnostics.warnOnce(`queue:${signal}`, sentences.overflow);
  }
}
