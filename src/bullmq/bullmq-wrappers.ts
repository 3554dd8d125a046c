/** Wraps the few methods of BullMQ that every job passes, once per process, on their prototypes. */
import { context } from '@opentelemetry/api';
import { impersonate, pipelineFor, type OperationPipeline } from '../kernel/index.js';
import type { BullmqLibrary, JobLike, JobOptions, NewJob, QueueLike } from './bullmq.library.js';
import type { BullmqSource } from './bullmq.source.js';
import { carrying, carryingJob } from './job-carrier.js';

const attached = new Map<OperationPipeline, BullmqSource>();

export function attachSource(pipeline: OperationPipeline, source: BullmqSource): void {
  attached.set(pipeline, source);
}

export function detachSource(pipeline: OperationPipeline): void {
  attached.delete(pipeline);
}

const wrapped = new WeakSet<object>();

/** Wrappers stay; without an attached source they are a plain call. */
export function wrapBullmq({ Queue, FlowProducer, Worker }: BullmqLibrary): void {
  if (wrapped.has(Queue)) return;
  wrapped.add(Queue);
  wrap(Queue.prototype, 'add', observeAdd);
  wrap(Queue.prototype, 'addBulk', observeAddBulk);
  wrap(FlowProducer.prototype, 'add', observeFlow);
  wrap(FlowProducer.prototype, 'addBulk', observeFlows);
  wrap(Worker.prototype, 'callProcessJob', observeProcessing);
}

type Args = readonly unknown[];
/** What happens instead of a call; `call` is the original with other arguments. */
type Observe = (source: BullmqSource, instance: object, args: Args, call: (...args: Args) => unknown) => unknown;

function wrap(prototype: object, key: string, observe: Observe): void {
  const methods = prototype as Record<string, (...args: Args) => unknown>;
  const original = methods[key]!;
  const observed = function (this: object, ...args: Args): unknown {
    const source = sourceOf(this);
    if (source === undefined) return Reflect.apply(original, this, args);
    return observe(source, this, args, (...others) => Reflect.apply(original, this, others));
  };
  impersonate(observed, original);
  Object.defineProperty(prototype, key, { ...Object.getOwnPropertyDescriptor(prototype, key), value: observed });
}

function sourceOf(instance: object): BullmqSource | undefined {
  if (attached.size > 1) for (const source of attached.values()) source.adoptWorkers();
  const pipeline = pipelineFor(instance);
  return pipeline === undefined ? undefined : attached.get(pipeline);
}

const observeAdd: Observe = (source, queue, [name, data, opts, ...rest], call) => {
  const job = { name: String(name) };
  const add = () => call(name, data, carrying(opts as JobOptions | undefined, context.active()), ...rest);
  return source.publish((queue as QueueLike).name, [job], add);
};

const observeAddBulk: Observe = (source, queue, [jobs, ...rest], call) => {
  if (!Array.isArray(jobs)) return call(jobs, ...rest);
  const carried = () => (jobs as NewJob[]).map((job) => carryingJob(job, context.active()));
  return source.publish((queue as QueueLike).name, jobs as NewJob[], () => call(carried(), ...rest));
};

const observeFlow: Observe = (source, _producer, [flow, ...rest], call) => {
  const { queueName = '', name } = flow as NewJob;
  return source.publish(queueName, [{ name }], () => call(carryingJob(flow as NewJob, context.active()), ...rest));
};

const observeFlows: Observe = (source, _producer, [flows, ...rest], call) => {
  if (!Array.isArray(flows) || flows.length === 0) return call(flows, ...rest);
  const carried = () => (flows as NewJob[]).map((flow) => carryingJob(flow, context.active()));
  return source.publish((flows[0] as NewJob).queueName ?? '', flows as NewJob[], () => call(carried(), ...rest));
};

const observeProcessing: Observe = (source, _worker, args, call) =>
  source.process(args[0] as JobLike, () => call(...args));
