/**
 * Jobs of one application: published by its queues and flows, processed by its workers, counted in its queues. BullMQ's classes
 * are wrapped once per process (see `bullmq-wrappers`); every call is told to the source of the application whose work it is.
 */
import {
  adopt,
  settle,
  settleDerived,
  type Meter,
  type Operation,
  type OperationPipeline,
  type Outcome,
} from '../kernel/index.js';
import { consumerStart, type TraceRelation } from '../hooks/index.js';
import {
  queueProcessConvention,
  queuePublishConvention,
  type NestApplication,
  type NestSource,
} from '../sources/index.js';
import { loadBullmq, type JobLike, type QueueLike } from './bullmq.library.js';
import { attachObserver, detachObserver, wrapBullmq, type JobObserver } from './bullmq-wrappers.js';
import { originOf } from './job-carrier.js';
import { JobSubject } from './job-subject.js';
import { JobMeter } from './job-meter.js';
import { QueueDepths } from './queue-depth.js';

export class BullmqSource implements NestSource, JobObserver {
  readonly name = 'bullmq';
  readonly conventions = [queuePublishConvention, queueProcessConvention];
  private pipeline!: OperationPipeline;
  private jobs!: JobMeter;
  private application: NestApplication | undefined;
  private depths: QueueDepths | undefined;

  constructor(private readonly relation: TraceRelation) {}

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.pipeline = pipeline;
    this.jobs = new JobMeter(meter);
    this.depths = new QueueDepths(meter, pipeline.diagnostics);
    wrapBullmq(loadBullmq());
    attachObserver(pipeline, this);
  }

  observeInstances(application: NestApplication): void {
    this.application = application;
    const { Queue } = loadBullmq();
    for (const instance of application.instances())
      if (instance instanceof (Queue as never)) this.depths?.watch(instance as QueueLike);
    this.jobs.nameHandlers(application);
  }

  detach(): void {
    this.depths?.close();
    detachObserver(this.pipeline);
  }

  /** Workers that this application's processors have; they come into being after `observeInstances`. */
  adoptWorkers(): void {
    for (const instance of this.application?.instances() ?? []) {
      const worker: unknown = Object.getOwnPropertyDescriptor(instance, '_worker')?.value;
      if (typeof worker === 'object' && worker !== null) adopt(worker, this.pipeline);
    }
  }

  sees(queue: QueueLike): void {
    this.depths?.watch(queue);
  }

  /** `count` jobs put into a queue by one call; the context inside `work` is what the jobs carry. */
  publish<T>(queue: string, jobs: readonly { readonly name: string }[], work: () => Promise<T>): Promise<T> {
    const name = jobs.length === 1 ? `publish ${queue}.${jobs[0]!.name}` : `publish ${queue}`;
    const attributes = {
      'messaging.system': 'bullmq',
      'messaging.destination.name': queue,
      'messaging.operation.type': 'send',
      'messaging.batch.message_count': jobs.length === 1 ? undefined : jobs.length,
    };
    this.jobs.published(queue, jobs);
    if (!this.pipeline.isObserved('queue.publish')) return work();
    return this.follow(this.pipeline.start({ kind: 'queue.publish', name, attributes }), work);
  }

  /** The application may leave a rejection to the process: it gets a promise of which nobody else has taken care. */
  private follow<T>(publishing: Operation, work: () => Promise<T>): Promise<T> {
    const settled = (outcome: Outcome, error: unknown): void => this.pipeline.end(publishing, { outcome, error });
    return settleDerived(this.pipeline.runIn(publishing, work), { context: undefined, settled });
  }

  /** One attempt at one job. */
  process<T>(job: JobLike, work: () => T): T {
    const { pipeline, jobs } = this;
    jobs.taken(job);
    if (!pipeline.isObserved('queue.process')) return work();
    const operation = pipeline.start({
      kind: 'queue.process',
      name: `${job.queueName}.${job.name}`,
      subject: new JobSubject(job),
      labels: [job.queueName, job.name],
      ...consumerStart(originOf(job), this.relation),
    });
    return settle(() => pipeline.runIn(operation, work), {
      context: pipeline.needsContext('queue.process') ? operation.context : undefined,
      settled: (settled, error) => {
        const outcome = outcomeOf(settled, error);
        operation.labels = [job.queueName, job.name, outcome];
        pipeline.end(operation, { outcome, error });
        jobs.settled(job, outcome, error);
      },
    });
  }
}

/** Errors by which a processor puts its job back on purpose. */
const PUT_BACK = new Set(['DelayedError', 'WaitingChildrenError', 'WaitingError', 'RateLimitError']);

function outcomeOf(settled: Outcome, error: unknown): Outcome {
  return settled === 'error' && PUT_BACK.has((error as Error | undefined)?.constructor?.name ?? '')
    ? 'canceled'
    : settled;
}
