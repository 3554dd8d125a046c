/**
 * Cron jobs that the application makes itself and gives to `SchedulerRegistry.addCronJob`. A dynamic interval or timeout is handed
 * over as a timer that runs already: nothing of it can be seen.
 */
import { settle } from '../../kernel/index.js';
import { isDeclaredJob, type PipelineOf } from './declared-jobs.js';
import { endOfRun, ScheduledJob, type Work } from './scheduled-job.js';

/** The part of `SchedulerRegistry` that is used. */
export interface Registry {
  addCronJob(name: string, job: CronJob): void;
}

/** The part of cron's `CronJob` that is used; the same in cron 2 to 4. */
interface CronJob {
  readonly _callbacks?: Work[];
}

const observedCallbacks = new WeakSet<Work>();

/** In place, on the prototype. */
export function observeRegistry(prototype: Registry, pipelineOf: PipelineOf): void {
  const add = prototype.addCronJob;
  prototype.addCronJob = function (this: Registry, name, job) {
    add.call(this, name, job);
    observeCallbacks(job, name, () => pipelineOf(this));
  };
}

/** The callbacks, not `fireOnTick` around them: that neither waits for what they return nor throws what they throw. */
function observeCallbacks({ _callbacks: callbacks }: CronJob, name: string, pipeline: PipelineHere): void {
  if (!Array.isArray(callbacks)) return;
  callbacks.forEach((callback, index) => {
    if (isDeclaredJob(callback) || observedCallbacks.has(callback)) return;
    callbacks[index] = observeCallback(callback, name, pipeline);
  });
}

type PipelineHere = () => ReturnType<PipelineOf>;

function observeCallback(callback: Work, name: string, pipelineHere: PipelineHere): Work {
  const identity = { name, label: name, attributes: { 'schedule.job': name } };
  const job = new ScheduledJob(identity, callback);
  const observed = function (this: unknown, ...args: unknown[]): unknown {
    const pipeline = pipelineHere();
    if (pipeline === undefined) return Reflect.apply(callback, this, args);
    const run = job.start(pipeline, this, args);
    return settle(() => pipeline.runIn(run, job.work, this, ...args), endOfRun(run));
  };
  observedCallbacks.add(observed);
  return observed;
}
