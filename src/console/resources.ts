/** Everything that the page can ask for, in the order of its pages. */
import { SloService } from '../slo/index.js';
import { AiResource } from './api/ai.js';
import { applicationResource, loggersResource } from './api/application.js';
import { captureResources } from './api/captures.js';
import { ErrorResource, ErrorsResource } from './api/errors.js';
import { EventTreeResource } from './api/event-tree.js';
import { EventsResource } from './api/events.js';
import { HealthResource } from './api/health.js';
import { JourneysResource } from './api/journeys.js';
import { LogsResource } from './api/logs.js';
import { MetricResource } from './api/metric.js';
import { MetricsResource } from './api/metrics.js';
import { objectiveRuleResource, objectivesResource } from './api/objectives.js';
import { OverviewResource } from './api/overview.js';
import { pageResource } from './api/page.js';
import { profileResources } from './api/profiles.js';
import { traceResources } from './api/trace-resources.js';
import type { ConsoleSurroundings } from './console-surroundings.js';
import type { CustomPages } from './custom/custom-pages.js';
import type { LiveHub } from './live/live-hub.js';
import type { Recorder } from './recorder/recorder.js';
import type { ConsoleResource } from './resource.js';

export interface ResourceSurroundings extends ConsoleSurroundings {
  readonly recorder: Recorder;
  readonly live: LiveHub;
  readonly pages: CustomPages;
  readonly startedAtMs: number;
}

export function consoleResources(surroundings: ResourceSurroundings): readonly ConsoleResource[] {
  const { recorder, live, pages, profiling, capture, diagnostics, config } = surroundings;
  return [
    ...traceResources(surroundings),
    ...recorded(surroundings),
    ...measured(surroundings),
    ...profileResources({ profiling, diagnostics, config }),
    ...(capture === undefined ? [] : captureResources(capture)),
    ...aboutApplication(surroundings),
    new EventsResource(recorder.traces),
    new EventTreeResource(recorder.traces),
    pageResource(pages),
    live,
  ];
}

function recorded({ recorder, source, redactor, clock }: ResourceSurroundings): ConsoleResource[] {
  const { errors, traces, logs } = recorder;
  const errorSurroundings = { errors, traces, source, redactor, clock };
  return [new LogsResource(logs), new ErrorsResource(errorSurroundings), new ErrorResource(errorSurroundings)];
}

function measured(surroundings: ResourceSurroundings): ConsoleResource[] {
  const { recorder, registry, clock, objectives, ruleOf } = surroundings;
  const slo = new SloService(objectives);
  const health = new HealthResource({ ...surroundings, history: recorder.health });
  return [
    new OverviewResource({ ...surroundings, health, slo }),
    new MetricsResource(recorder.series, registry),
    new MetricResource(recorder.series, registry, clock),
    new AiResource({ aiCalls: recorder.aiCalls, history: recorder.series, registry, clock }),
    new JourneysResource(registry, recorder.abandonedStages),
    health,
    objectivesResource(slo),
    objectiveRuleResource(slo, ruleOf),
  ];
}

function aboutApplication({ application }: ResourceSurroundings): ConsoleResource[] {
  const { loggers } = application;
  return [applicationResource(application), ...(loggers === undefined ? [] : [loggersResource(loggers)])];
}
