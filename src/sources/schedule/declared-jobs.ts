/**
 * Jobs declared with `@Cron`, `@Interval` and `@Timeout`. The schedule module guards each of them by a function that calls the
 * method and logs what it throws; runs are seen there, and nowhere else: the application may call the same method itself.
 */
import { settle, type OperationPipeline } from '../../kernel/index.js';
import { methodNames } from '../phases/enhancers.js';
import { endOfRun, ScheduledJob, type JobIdentity, type Work } from './scheduled-job.js';

/** The part of `ScheduleExplorer` that is used; the same in @nestjs/schedule 4 to 6 and 12. */
export interface Explorer {
  wrapFunctionInTryCatchBlocks(method: Work, instance: object): Work;
}

/** Tells the pipeline of a schedule module's own object; undefined while nobody observes its application's runs. */
export type PipelineOf = (owner: object) => OperationPipeline | undefined;

const declared = new WeakSet<Work>();

/** Whether the function is a guarded run of a declared job. */
export function isDeclaredJob(work: Work): boolean {
  return declared.has(work);
}

/** In place, on the prototype. @throws Error when the schedule module is of a kind not known here */
export function observeExplorer(prototype: Explorer, pipelineOf: PipelineOf): void {
  const guard = prototype.wrapFunctionInTryCatchBlocks;
  if (typeof guard !== 'function') throw new Error('this version of @nestjs/schedule has no place to see runs at');
  prototype.wrapFunctionInTryCatchBlocks = function (this: Explorer, method, instance) {
    const job = new ScheduledJob(identityOf(method, instance), method);
    const guarded = guard.call(this, method, instance);
    const observed: Work = (...args) => {
      const pipeline = pipelineOf(this);
      if (pipeline === undefined) return guarded(...args);
      const guardRun = (work: Work) => guard.call(this, work, instance);
      return observeRun(job, { pipeline, guardRun, instance, args });
    };
    declared.add(observed);
    return observed;
  };
}

interface DeclaredRun {
  readonly pipeline: OperationPipeline;
  readonly guardRun: (work: Work) => Work;
  readonly instance: object;
  readonly args: readonly unknown[];
}

/** The guard runs inside the operation too, so that the line about a failed run has the run's ids. */
function observeRun(job: ScheduledJob, { pipeline, guardRun, instance, args }: DeclaredRun): unknown {
  const run = job.start(pipeline, instance, args);
  const end = endOfRun(run);
  // The guard awaits whatever the method returns, and so does this: a lazy thenable runs once, an Observable never.
  const work = async (...given: unknown[]): Promise<unknown> => Reflect.apply(job.work, instance, given);
  const guarded = guardRun((...given) => settle(() => work(...given), end));
  return pipeline.runIn(run, guarded, undefined, ...args);
}

/** Metadata keys of @nestjs/schedule's decorators. */
const NAME = 'SCHEDULER_NAME';
const CRON = 'SCHEDULE_CRON_OPTIONS';
const INTERVAL = 'SCHEDULE_INTERVAL_OPTIONS';
const TIMEOUT = 'SCHEDULE_TIMEOUT_OPTIONS';

function identityOf(method: Work, instance: object): JobIdentity {
  const name = `${instance.constructor.name}.${nameIn(instance, method)}`;
  const given: unknown = Reflect.getMetadata(NAME, method);
  const label = typeof given === 'string' && given !== '' ? given : name;
  return { name, label, attributes: { 'code.function.name': name, 'schedule.job': label, ...timing(method) } };
}

/** Decorators of others may have replaced the method by a function without its name. */
function nameIn(instance: object, method: Work): string {
  const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
  return methodNames(prototype).find((key) => prototype[key] === method) ?? method.name;
}

function timing(method: Work): JobIdentity['attributes'] {
  const cron = Reflect.getMetadata(CRON, method) as { cronTime?: unknown } | undefined;
  const every = Reflect.getMetadata(INTERVAL, method) as { timeout?: number } | undefined;
  const after = Reflect.getMetadata(TIMEOUT, method) as { timeout?: number } | undefined;
  return {
    'schedule.cron': cron === undefined ? undefined : String(cron.cronTime),
    'schedule.interval_ms': every?.timeout,
    'schedule.timeout_ms': after?.timeout,
  };
}
