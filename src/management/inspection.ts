/**
 * What there is to see of one application, and its levels to change, before it is decided who may: management's endpoints and the
 * console's page look at the same. There is one account of changes, so that either shows, and takes back, what the other has done.
 */
import type { ConfigRow, ResolvedConfig } from '../config/index.js';
import type { Clock, Diagnostics } from '../kernel/index.js';
import type { AuditService, LogLevels } from '../logging/index.js';
import type { Exposition, MetricRegistry } from '../metrics/index.js';
import type { Redactor } from '../security/index.js';
import type { NestApplication, Route } from '../sources/index.js';
import { ApplicationShape, type ModuleRow, type RouteRow } from './application-shape.js';
import { changeNotes, type ChangeLog } from './change-notes.js';
import { Changes } from './changes.js';
import { EffectiveConfig } from './effective-config.js';
import { LiveMetrics } from './live-metrics.js';
import { Loggers, type LoggersAnswer } from './loggers.js';
import { exporterRows, type DropRow, type ExporterRow } from './exporter-rows.js';
import { queueRows, type QueueRow } from './queue-rows.js';
import { Schedules, type SchedulesAnswer } from './schedules.js';

export interface InspectionSurroundings {
  readonly config: ResolvedConfig;
  readonly clock: Clock;
  readonly diagnostics: Diagnostics;
  readonly redactor: Redactor;
  readonly registry: MetricRegistry;
  readonly exposition: Exposition;
  readonly routes: () => readonly Route[];
  /** Undefined where logs are off. */
  readonly levels: LogLevels | undefined;
  readonly audit: AuditService;
  readonly log: ChangeLog | undefined;
}

export interface ApplicationFacts {
  readonly routes: readonly RouteRow[];
  readonly modules: readonly ModuleRow[];
  readonly schedules: SchedulesAnswer;
  readonly queues: readonly QueueRow[];
  readonly config: readonly ConfigRow[];
  readonly loggers: LoggersAnswer | null;
  readonly exporters: readonly ExporterRow[];
  readonly drops: readonly DropRow[];
}

export class Inspection {
  readonly changes: Changes;
  readonly shape: ApplicationShape;
  readonly schedules: Schedules;
  readonly effectiveConfig: EffectiveConfig;
  readonly live: LiveMetrics;
  readonly loggers: Loggers | undefined;
  private readonly diagnostics: Diagnostics;

  constructor(surroundings: InspectionSurroundings) {
    const { config, clock, diagnostics, redactor, registry, exposition, routes, levels, audit, log } = surroundings;
    this.diagnostics = diagnostics;
    this.changes = new Changes({ clock, diagnostics, note: changeNotes(log, audit) });
    this.shape = new ApplicationShape(routes);
    this.schedules = new Schedules(diagnostics);
    this.effectiveConfig = new EffectiveConfig(config, redactor);
    this.live = new LiveMetrics(registry, exposition);
    this.loggers = levels && new Loggers(levels, this.changes);
  }

  /** Once the application's modules are initialised. */
  start(application: NestApplication): void {
    this.shape.start(application);
    this.schedules.start(application);
  }

  /** Everything at once, the collectors asked. */
  async read(): Promise<ApplicationFacts> {
    const families = await this.live.families();
    return {
      ...this.shape.read(),
      schedules: this.schedules.read(),
      queues: queueRows(this.live),
      config: this.effectiveConfig.read().options,
      loggers: this.loggers?.read() ?? null,
      ...exporterRows(families, this.diagnostics),
    };
  }

  close(): void {
    this.changes.close();
  }
}
