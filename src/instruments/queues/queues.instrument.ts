/**
 * Queues that the library does not know: one in memory, a table of jobs, a stream of JetStream. Those of BullMQ have a plugin,
 * which measures the same things under the same names.
 */
import { eventMetadata, startFrom, type EventMetadata, type TraceRelation } from '../../hooks/index.js';
import type { Attributes, OperationPipeline, OperationStart } from '../../kernel/index.js';
import { queueDepth, QueueMeter, queueProcessConvention, queuePublishConvention } from '../../sources/index.js';
import type { Given } from '../given.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { observeWork, type Started } from '../observed-work.js';
import { highest, WatchedGauge } from '../watched-gauge.js';

/**
 * What is known of a job when an attempt at it begins.
 *
 * @example
 * ```ts
 * const start: JobStart = { id: '7', enqueuedAtMs: Date.now() - 250, attempt: 2, maxAttempts: 3, metadata };
 *
 * getInstrument(QueuesInstrument).queue('exports').job('pdf', start, () => page.render());
 * ```
 */
export interface JobStart {
  /** On its span and its log line. */
  readonly id?: string;
  /** When it could first have been taken, in epoch milliseconds: when it was put in, or after the delay it was given. */
  readonly enqueuedAtMs?: number;
  /** From 1. Only the wait of the first one is measured: what later ones wait is the queue's back-off. @default 1 */
  readonly attempt?: number;
  /** A failure before the last attempt is not counted as a failed event. @default this attempt is the last */
  readonly maxAttempts?: number;
  /** What the job carries of its producer, from `publish` or `eventMetadata()`. @default caused by what runs here */
  readonly metadata?: unknown;
  /** Continue the producer's trace, or begin one that is linked to it. @default the option `messaging.relation` */
  readonly relation?: TraceRelation;
}

/**
 * Queues that the library does not know: jobs put in, waits, attempts, durations, depth.
 *
 * @example
 * ```ts
 * const jobs = getInstrument(QueuesInstrument).queue('exports');
 *
 * await jobs.publish('pdf', (metadata) => redis.publish('exports', JSON.stringify(metadata)));
 * ```
 */
export class QueuesInstrument extends Instrument {
  readonly name = 'queues';
  private readonly meter: QueueMeter;
  private readonly depths: WatchedGauge;

  constructor(host: InstrumentHost) {
    super(host);
    host.measure([queuePublishConvention, queueProcessConvention]);
    this.meter = new QueueMeter(host.meter);
    // Whoever knows a queue reports the same.
    this.depths = new WatchedGauge(host, { name: this.name, definition: queueDepth, combine: highest });
  }

  /**
   * The queue of this name; keep what this returns.
   *
   * @param name a handful of values; becomes a label
   */
  queue(name: string): ObservedQueue {
    return new ObservedQueue(this.given.name(name), this.meter, this.depths, this.host.pipeline, this.given);
  }

  override close(): void {
    this.depths.close();
  }
}

/**
 * One queue, by its name.
 * Names of jobs are a handful of values; they become labels.
 *
 * @example
 * ```ts
 * const jobs: ObservedQueue = getInstrument(QueuesInstrument).queue('exports');
 *
 * await jobs.job('pdf', { id: '7', attempt: 1, maxAttempts: 3 }, () => page.render());
 * const stop = jobs.watchDepth(() => orders.open().length);
 * ```
 */
export class ObservedQueue {
  constructor(
    private readonly name: string,
    private readonly meter: QueueMeter,
    private readonly depths: WatchedGauge,
    private readonly pipeline: OperationPipeline,
    private readonly given: Given,
  ) {}

  /**
   * Runs what puts a job into the queue, as a span `publish exports.pdf`, and counts it as an event.
   *
   * @param work gets what the job should carry, so that its processing belongs to the same causal chain
   */
  publish<T>(jobName: string, work: (metadata: EventMetadata) => T): Started<T> {
    const { name: queue, pipeline } = this;
    const job = this.given.name(jobName);
    this.meter.published({ queue, job });
    const attributes = { 'messaging.destination.name': queue, 'messaging.operation.type': 'send' };
    return observeWork(pipeline, {
      start: { kind: 'queue.publish', name: `publish ${queue}.${job}`, attributes },
      work: () => work(eventMetadata()),
    });
  }

  /** Runs one attempt at a job, as a span `exports.pdf` with a log line: its wait, its duration and its outcome are measured. */
  job<T>(jobName: string, start: JobStart, work: () => T): Started<T> {
    const { name: queue, meter } = this;
    const job = this.given.name(jobName);
    const about = this.read(start);
    const { attempt = 1, maxAttempts = attempt } = about;
    const waitSeconds = this.waitSecondsOf(about);
    meter.taken(queue, waitSeconds);
    return observeWork(this.pipeline, {
      start: this.startOf(job, about, waitSeconds),
      work,
      onEnd: (operation, outcome) => {
        operation.labels = [queue, job, outcome];
        meter.settled({ queue, job }, { outcome, handler: undefined, isLastAttempt: attempt >= maxAttempts });
      },
    });
  }

  /**
   * Asks how many jobs could be taken now whenever metrics are read, and not again while an answer is owed. Returns the undo.
   *
   * @param queue for one that comes and goes: it is given to `read` and not kept alive, and its series goes with it
   */
  watchDepth<T extends object>(read: (queue: T) => number | Promise<number>, queue?: T): () => void {
    return this.depths.watch(this.name, read, queue);
  }

  private read(start: JobStart): JobStart {
    const { given } = this;
    const { id, enqueuedAtMs, attempt, maxAttempts, ...others } = given.fields(start);
    return {
      ...others,
      id: given.id(id),
      enqueuedAtMs: given.positive('enqueuedAtMs', enqueuedAtMs, undefined),
      attempt: given.positive('attempt', attempt, undefined),
      maxAttempts: given.positive('maxAttempts', maxAttempts, undefined),
    };
  }

  private startOf(job: string, about: JobStart, waitSeconds: number | undefined): OperationStart {
    const { metadata = eventMetadata(), relation } = about;
    return {
      kind: 'queue.process',
      name: `${this.name}.${job}`,
      labels: [this.name, job],
      attributes: { ...this.attributesOf(job, about), 'job.wait_seconds': waitSeconds },
      ...startFrom(this.pipeline, metadata, relation),
    };
  }

  private attributesOf(job: string, { id, attempt = 1, maxAttempts }: JobStart): Attributes {
    return {
      'messaging.destination.name': this.name,
      'messaging.operation.type': 'process',
      'messaging.message.id': id,
      'job.id': id,
      'job.name': job,
      'job.attempt': attempt,
      'job.max_attempts': maxAttempts,
    };
  }

  /** Producer and worker may be different machines: a clock that is behind gives 0. */
  private waitSecondsOf({ enqueuedAtMs, attempt = 1 }: JobStart): number | undefined {
    if (enqueuedAtMs === undefined || attempt > 1) return undefined;
    const { clock } = this.pipeline;
    return Math.max(0, clock.toEpochMs(clock.now()) - enqueuedAtMs) / 1000;
  }
}
