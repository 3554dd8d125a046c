/** Counts jobs as the events they are, and how long they waited. */
import type { Meter, Outcome } from '../kernel/index.js';
import { eventsFailed, eventsProcessed, eventsPublished, type NestApplication } from '../sources/index.js';
import type { JobLike } from './bullmq.library.js';
import { queueWait } from './queue.convention.js';

export class JobMeter {
  private readonly publishedTotal;
  private readonly processedTotal;
  private readonly failedTotal;
  private readonly wait;
  private handlers: ReadonlyMap<string, string> = new Map();

  constructor(meter: Meter) {
    this.publishedTotal = meter.define(eventsPublished);
    this.processedTotal = meter.define(eventsProcessed);
    this.failedTotal = meter.define(eventsFailed);
    this.wait = meter.define(queueWait);
  }

  /** Which class processes a queue, as the decorator says. */
  nameHandlers(application: NestApplication): void {
    const processors = application.classesWith(PROCESSOR_METADATA);
    this.handlers = new Map(processors.map((type) => [queueOf(type), type.name]));
  }

  published(queue: string, jobs: readonly { readonly name: string }[]): void {
    for (const { name } of jobs) this.publishedTotal.cell([`${queue}.${name}`]).add(1);
  }

  taken(job: JobLike): void {
    const seconds = waitSecondsOf(job);
    if (seconds !== undefined) this.wait.cell([job.queueName]).observe(seconds);
  }

  /** Processed is what is over, failed ones included; a job that will be tried again is neither yet. */
  settled(job: JobLike, outcome: Outcome, error: unknown): void {
    const labels = [`${job.queueName}.${job.name}`, this.handlers.get(job.queueName) ?? job.queueName];
    const isFailure = outcome === 'error' && isLastAttempt(job, error);
    if (outcome === 'ok' || isFailure) this.processedTotal.cell(labels).add(1);
    if (isFailure) this.failedTotal.cell(labels).add(1);
  }
}

/**
 * From when the job could have been taken to now; undefined for later attempts, whose back-off nobody has written down.
 * Producer and worker may be different machines: a clock that is behind gives 0.
 */
export function waitSecondsOf({
  timestamp,
  processedOn,
  opts,
  attemptsMade,
  attemptsStarted = 1,
}: JobLike): number | undefined {
  if (attemptsMade > 0 || attemptsStarted > 1 || processedOn === undefined) return undefined;
  return Math.max(0, processedOn - timestamp - (opts?.delay ?? 0)) / 1000;
}

function isLastAttempt({ attemptsMade, opts }: JobLike, error: unknown): boolean {
  return (
    attemptsMade + 1 >= (opts?.attempts ?? 1) ||
    (error as Error | undefined)?.constructor?.name === 'UnrecoverableError'
  );
}

const PROCESSOR_METADATA = 'bullmq:processor_metadata';

function queueOf(processor: object): string {
  const metadata = Reflect.getMetadata(PROCESSOR_METADATA, processor) as { readonly name?: string } | undefined;
  return metadata?.name ?? '';
}
