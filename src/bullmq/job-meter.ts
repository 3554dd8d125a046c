/** What BullMQ's jobs tell the meter of queues: who processes them, how long they waited, and whether they will be tried again. */
import type { Meter, Outcome } from '../kernel/index.js';
import { QueueMeter, type NestApplication } from '../sources/index.js';
import type { JobLike } from './bullmq.library.js';

export class JobMeter {
  private readonly meter: QueueMeter;
  private handlers: ReadonlyMap<string, string> = new Map();

  constructor(meter: Meter) {
    this.meter = new QueueMeter(meter);
  }

  /** Which class processes a queue, as the decorator says. */
  nameHandlers(application: NestApplication): void {
    const processors = application.classesWith(PROCESSOR_METADATA);
    this.handlers = new Map(processors.map((type) => [queueOf(type), type.name]));
  }

  published(queue: string, jobs: readonly { readonly name: string }[]): void {
    for (const { name } of jobs) this.meter.published({ queue, job: name });
  }

  taken(job: JobLike): void {
    this.meter.taken(job.queueName, waitSecondsOf(job));
  }

  settled(job: JobLike, outcome: Outcome, error: unknown): void {
    const { queueName: queue, name } = job;
    const handler = this.handlers.get(queue);
    this.meter.settled({ queue, job: name }, { outcome, handler, isLastAttempt: isLastAttempt(job, error) });
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
