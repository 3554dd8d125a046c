/**
 * Cron jobs, intervals and timeouts of @nestjs/schedule. The package itself is never loaded: its classes are found among the
 * application's providers, and their prototypes wrapped once.
 */
import type { OperationPipeline } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { observeExplorer, type Explorer } from './declared-jobs.js';
import { observeRegistry, type Registry } from './dynamic-jobs.js';
import { scheduleConvention } from './schedule.convention.js';

const observedPrototypes = new WeakSet<object>();
/** By explorer and registry: each application has its own, whereas their prototypes are everybody's. */
const sources = new WeakMap<object, ScheduleSource>();

export class ScheduleSource implements NestSource {
  readonly name = 'schedule';
  readonly conventions = [scheduleConvention];
  private pipeline: OperationPipeline | undefined;

  /** Not later: the schedule module is global as well, and may be initialised before us. */
  observeClasses(application: NestApplication): void {
    for (const { name, prototype } of application.providers()) {
      if (observedPrototypes.has(prototype as object)) continue;
      if (name === 'ScheduleExplorer') observeExplorer(prototype as Explorer, pipelineOf);
      else if (name === 'SchedulerRegistry') observeRegistry(prototype as Registry, pipelineOf);
      else continue;
      observedPrototypes.add(prototype as object);
    }
  }

  attach(pipeline: OperationPipeline): void {
    this.pipeline = pipeline;
  }

  observeInstances(application: NestApplication): void {
    for (const instance of application.instances()) {
      if (observedPrototypes.has(Object.getPrototypeOf(instance) as object)) sources.set(instance, this);
    }
  }

  detach(): void {
    this.pipeline = undefined;
  }

  get observing(): OperationPipeline | undefined {
    return this.pipeline?.isObserved('schedule.run') === true ? this.pipeline : undefined;
  }
}

function pipelineOf(owner: object): OperationPipeline | undefined {
  return sources.get(owner)?.observing;
}
