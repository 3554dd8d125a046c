/** Wraps the few methods of BullMQ that every job passes, once per process, on their prototypes. */
import { context } from '@opentelemetry/api';
import { pipelineFor, wrapMethod, type OperationPipeline } from '../kernel/index.js';
import type { BullmqLibrary, JobLike, JobOptions, NewJob, QueueLike } from './bullmq.library.js';
import { carrying, carryingJob } from './job-carrier.js';

/** Who is told of an application's jobs. */
export interface JobObserver {
  adoptWorkers(): void;
  /** A queue is given jobs. */
  sees(queue: QueueLike): void;
  publish<T>(queue: string, jobs: readonly { readonly name: string }[], work: () => Promise<T>): Promise<T>;
  process<T>(job: JobLike, work: () => T): T;
}

const attached = new Map<OperationPipeline, JobObserver>();

export function attachObserver(pipeline: OperationPipeline, observer: JobObserver): void {
  attached.set(pipeline, observer);
}

export function detachObserver(pipeline: OperationPipeline): void {
  attached.delete(pipeline);
}

/** Wrappers stay; without an attached observer they are a plain call. */
export function wrapBullmq({ Queue, FlowProducer, Worker }: BullmqLibrary): void {
  wrap(Queue.prototype, 'add', observeAdd);
  wrap(Queue.prototype, 'addBulk', observeAddBulk);
  wrap(FlowProducer.prototype, 'add', observeFlow);
  wrap(FlowProducer.prototype, 'addBulk', observeFlows);
  wrap(Worker.prototype, 'callProcessJob', observeProcessing);
}

type Args = readonly unknown[];
/** What happens instead of a call; `call` is the original with other arguments. */
type Observe = (observer: JobObserver, instance: object, args: Args, call: Original) => unknown;
/** Those that publish are async functions; a processor need not be one, and is settled as it comes. */
type Original = (...args: Args) => Promise<unknown>;

function wrap(prototype: object, key: string, observe: Observe): void {
  wrapMethod(
    prototype,
    key,
    (original) =>
      function (...args) {
        const observer = observerOf(this);
        if (observer === undefined) return Reflect.apply(original, this, args);
        const call = (...others: Args) => Reflect.apply(original, this, others) as Promise<unknown>;
        return observe(observer, this, args, call);
      },
  );
}

const known = new WeakSet<object>();

function observerOf(instance: object): JobObserver | undefined {
  // With several applications in the process, each worker is asked for once.
  if (attached.size > 1 && !known.has(instance)) {
    known.add(instance);
    for (const observer of attached.values()) observer.adoptWorkers();
  }
  const pipeline = pipelineFor(instance);
  return pipeline === undefined ? undefined : attached.get(pipeline);
}

const observeAdd: Observe = (observer, queue, [name, data, opts, ...rest], call) => {
  observer.sees(queue as QueueLike);
  const job = { name: String(name) };
  const add = () => call(name, data, carrying(opts as JobOptions | undefined, context.active()), ...rest);
  return observer.publish((queue as QueueLike).name, [job], add);
};

const observeAddBulk: Observe = (observer, queue, [jobs, ...rest], call) => {
  if (!Array.isArray(jobs)) return call(jobs, ...rest);
  observer.sees(queue as QueueLike);
  const carried = () => (jobs as NewJob[]).map((job) => carryingJob(job, context.active()));
  return observer.publish((queue as QueueLike).name, jobs as NewJob[], () => call(carried(), ...rest));
};

const observeFlow: Observe = (observer, _producer, [flow, ...rest], call) => {
  const { queueName = '', name } = flow as NewJob;
  return observer.publish(queueName, [{ name }], () => call(carryingJob(flow as NewJob, context.active()), ...rest));
};

const observeFlows: Observe = (observer, _producer, [flows, ...rest], call) => {
  if (!Array.isArray(flows) || flows.length === 0) return call(flows, ...rest);
  const carried = () => (flows as NewJob[]).map((flow) => carryingJob(flow, context.active()));
  return observer.publish((flows[0] as NewJob).queueName ?? '', flows as NewJob[], () => call(carried(), ...rest));
};

const observeProcessing: Observe = (observer, _worker, args, call) =>
  observer.process(args[0] as JobLike, () => call(...args));
