/** Counts jobs as the events they are, and how long they waited. */
import type { Meter, MeterFamily, Outcome } from '../../kernel/index.js';
import { eventsFailed, eventsProcessed, eventsPublished } from '../events/event.metrics.js';
import { queueWait } from './queue.convention.js';

/** What a job's counts are told apart by; a handful of values each. */
export interface JobName {
  readonly queue: string;
  readonly job: string;
}

export interface JobEnd {
  readonly outcome: Outcome;
  /** Who works the queue off, where that is known. */
  readonly handler: string | undefined;
  /** A job that will be tried again is not over. */
  readonly isLastAttempt: boolean;
}

export class QueueMeter {
  private readonly publishedTotal: MeterFamily<'counter'>;
  private readonly processedTotal: MeterFamily<'counter'>;
  private readonly failedTotal: MeterFamily<'counter'>;
  private readonly wait: MeterFamily<'histogram'>;

  constructor(meter: Meter) {
    this.publishedTotal = meter.define(eventsPublished);
    this.processedTotal = meter.define(eventsProcessed);
    this.failedTotal = meter.define(eventsFailed);
    this.wait = meter.define(queueWait);
  }

  published(name: JobName): void {
    this.publishedTotal.cell([eventTypeOf(name)]).add(1);
  }

  /** @param waitSeconds undefined where it is not known */
  taken(queue: string, waitSeconds: number | undefined): void {
    if (waitSeconds !== undefined) this.wait.cell([queue]).observe(waitSeconds);
  }

  /** Processed is what is over, failed ones included. */
  settled(name: JobName, { outcome, handler, isLastAttempt }: JobEnd): void {
    const labels = [eventTypeOf(name), handler ?? name.queue];
    const isFailure = outcome === 'error' && isLastAttempt;
    if (outcome === 'ok' || isFailure) this.processedTotal.cell(labels).add(1);
    if (isFailure) this.failedTotal.cell(labels).add(1);
  }
}

function eventTypeOf({ queue, job }: JobName): string {
  return `${queue}.${job}`;
}
