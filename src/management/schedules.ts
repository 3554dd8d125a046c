/** Cron jobs, intervals and timeouts of @nestjs/schedule, asked of its own registry, whose package is not loaded for it. */
import type { Diagnostics } from '../kernel/index.js';
import type { NestApplication } from '../sources/index.js';
import type { Resource } from './resource.js';

export interface CronRow {
  readonly name: string;
  /** The expression, or the time of a single run; null where it cannot be told. */
  readonly schedule: string | null;
  readonly isActive: boolean | null;
  /** ISO 8601; null before the first, as `nextRun` after the last. */
  readonly lastRun: string | null;
  readonly nextRun: string | null;
}

export interface SchedulesAnswer {
  readonly jobs: readonly CronRow[];
  readonly intervals: readonly string[];
  readonly timeouts: readonly string[];
}

interface Registry {
  getCronJobs(): ReadonlyMap<string, CronJob>;
  getIntervals(): readonly string[];
  getTimeouts(): readonly string[];
}

/** Of package `cron`, in the versions that @nestjs/schedule 4 to 6 bring. */
interface CronJob {
  readonly cronTime?: { readonly source?: unknown };
  readonly isActive?: boolean;
  readonly running?: boolean;
  lastDate?(): Date | null;
  nextDate?(): { toJSDate(): Date };
}

const NOTHING: SchedulesAnswer = { jobs: [], intervals: [], timeouts: [] };

export class Schedules implements Resource {
  readonly name = 'schedules';
  private registries: readonly Registry[] = [];

  constructor(private readonly diagnostics: Diagnostics) {}

  start(application: NestApplication): void {
    this.registries = [...application.instances()].filter(isRegistry);
  }

  read(): SchedulesAnswer {
    return this.diagnostics.safely('management', 'schedules', () => this.readAll(), NOTHING);
  }

  private readAll(): SchedulesAnswer {
    return {
      jobs: this.registries.flatMap((registry) => [...registry.getCronJobs()].map(([name, job]) => cronRow(name, job))),
      intervals: this.registries.flatMap((registry) => registry.getIntervals()),
      timeouts: this.registries.flatMap((registry) => registry.getTimeouts()),
    };
  }
}

function isRegistry(instance: object): instance is Registry {
  return instance.constructor?.name === 'SchedulerRegistry' && 'getCronJobs' in instance;
}

function cronRow(name: string, job: CronJob): CronRow {
  const { source } = job.cronTime ?? {};
  return {
    name,
    schedule: source === undefined ? null : String(source),
    isActive: job.isActive ?? job.running ?? null,
    lastRun: timeOf(() => job.lastDate?.()),
    nextRun: timeOf(() => job.nextDate?.().toJSDate()),
  };
}

/** A job that never runs again throws when it is asked when. */
function timeOf(ask: () => Date | null | undefined): string | null {
  try {
    return ask()?.toISOString() ?? null;
  } catch {
    return null;
  }
}
