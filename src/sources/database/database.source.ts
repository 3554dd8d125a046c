/**
 * Databases and Redis, whichever driver or ORM the application uses: an operation per query, and what its pools hold. Why by
 * followers of our own: docs/decisions/0006.
 */
import { adopt, type Meter, type OperationPipeline } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { attachObserver, DatabaseObserver, detachObserver, type DatabaseOptions } from './database-observer.js';
import { databaseQueryConvention } from './database.convention.js';
import { searchInstances, searchModules } from './driver-search.js';

/** Drivers that are loaded after the start, when an ORM connects for the first time. */
const SEARCH_AGAIN_AFTER_MS = [0, 1000, 10_000, 60_000];

export class DatabaseSource implements NestSource {
  readonly name = 'database';
  readonly conventions = [databaseQueryConvention];
  private observer: DatabaseObserver | undefined;
  private timers: NodeJS.Timeout[] = [];

  constructor(private readonly options: DatabaseOptions) {}

  observeClasses(): void {
    searchModules();
  }

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.detach();
    searchModules();
    this.observer = new DatabaseObserver(pipeline, meter, this.options);
    attachObserver(this.observer);
  }

  observeInstances({ modules }: NestApplication): void {
    const { observer } = this;
    if (observer === undefined) return;
    searchModules();
    searchInstances(instancesIn(modules), (instance) => adopt(instance, observer.pipeline));
    const search = () => void observer.pipeline.diagnostics.safely('database', 'search', searchModules, undefined);
    this.timers = SEARCH_AGAIN_AFTER_MS.map((delayMs) => setTimeout(search, delayMs).unref());
  }

  detach(): void {
    for (const timer of this.timers.splice(0)) clearTimeout(timer);
    if (this.observer !== undefined) detachObserver(this.observer);
    this.observer = undefined;
  }
}

/** Functions too: a Knex instance is one. */
function* instancesIn(modules: NestApplication['modules']): Generator<object> {
  for (const module of modules.values()) {
    for (const { instance, metatype } of module.providers.values()) {
      const value = instance as unknown;
      const isInstance = (typeof value === 'object' && value !== null) || typeof value === 'function';
      if (isInstance && value !== metatype) yield value;
    }
  }
}
