/**
 * Management of one application: what it is and does, as JSON, and a few things that can be changed while it runs. What is not exposed
 * does not exist; whoever may ask is decided apart from that. Changes are this process's alone, end by themselves, and are logged.
 */
import type { Capture } from '../capture/index.js';
import type { ResolvedConfig } from '../config/index.js';
import { Answers, type Endpoint } from '../endpoints/index.js';
import type { HealthRegistry, ReadinessState } from '../health/index.js';
import type { Diagnostics } from '../kernel/index.js';
import type { Profiling } from '../profiling/index.js';
import type { Redactor } from '../security/index.js';
import { SloService, type Objectives } from '../slo/index.js';
import type { Sampling } from '../tracing/index.js';
import { Access } from './access.js';
import { Captures } from './captures.js';
import { healthResource } from './health-resource.js';
import type { Inspection } from './inspection.js';
import { ManagementEndpoint } from './management.endpoint.js';
import { catalogResource, exportersResource, instrumentsResource } from './metric-resources.js';
import { Profiles } from './profiles.js';
import type { Resource } from './resource.js';
import { SamplingResource } from './sampling.js';

/** Rooms that are off are undefined, and so are their endpoints. */
export interface ManagementSurroundings {
  readonly config: ResolvedConfig;
  readonly diagnostics: Diagnostics;
  readonly redactor: Redactor;
  readonly inspection: Inspection;
  readonly health: HealthRegistry;
  readonly readiness: ReadinessState;
  readonly sampling: Sampling | undefined;
  readonly objectives: Objectives | undefined;
  readonly profiling: Profiling | undefined;
  readonly capture: Capture | undefined;
}

export class Management {
  readonly endpoints: readonly Endpoint[];
  private readonly access: Access;
  private readonly answers: Answers;

  constructor(private readonly surroundings: ManagementSurroundings) {
    const { config, diagnostics, redactor } = surroundings;
    this.access = new Access(config.management.access, diagnostics);
    this.answers = new Answers(redactor);
    const exposed = this.resources().flatMap((resource) => this.expose(resource));
    this.endpoints = [this.indexOf(exposed), ...exposed];
  }

  private resources(): readonly Resource[] {
    const { config, diagnostics, redactor, inspection, health, readiness } = this.surroundings;
    const { shape, effectiveConfig, schedules, live } = inspection;
    return [
      shape,
      effectiveConfig,
      schedules,
      instrumentsResource(live),
      exportersResource(live, diagnostics),
      catalogResource(live, config.metrics),
      healthResource(health, readiness, redactor),
      ...this.resourcesOfRooms(),
    ];
  }

  private resourcesOfRooms(): readonly Resource[] {
    const { inspection, sampling, objectives, profiling, capture, diagnostics } = this.surroundings;
    const { loggers, changes } = inspection;
    return [
      ...(loggers === undefined ? [] : [loggers]),
      ...(sampling === undefined ? [] : [new SamplingResource(sampling, changes)]),
      ...(objectives === undefined ? [] : [objectivesResource(new SloService(objectives))]),
      ...(profiling === undefined ? [] : [new Profiles(profiling, diagnostics)]),
      ...(capture === undefined ? [] : [new Captures(capture)]),
    ];
  }

  private expose(resource: Resource): ManagementEndpoint[] {
    const { read, change } = this.surroundings.config.management.exposure;
    const isReadable = read.includes(resource.name);
    const isChangeable = resource.change !== undefined && change.includes(resource.name);
    if (!isReadable && !isChangeable) return [];
    return [this.endpoint(`/${resource.name}`, resource, isReadable, isChangeable)];
  }

  /** What there is. */
  private indexOf(exposed: readonly ManagementEndpoint[]): ManagementEndpoint {
    const endpoints = exposed.map(({ path, methods }) => ({ path, methods }));
    return this.endpoint('', { read: () => ({ endpoints }) }, true, false);
  }

  private endpoint(
    below: string,
    resource: Pick<Resource, 'read' | 'change'>,
    isReadable: boolean,
    isChangeable: boolean,
  ): ManagementEndpoint {
    const { access, answers } = this;
    const { path: base } = this.surroundings.config.management;
    const path = `${base === '/' ? '' : base}${below}` || '/';
    const title = `management${below.replace('/', ' of ')}`;
    return new ManagementEndpoint({ path, title, resource, isReadable, isChangeable, access, answers });
  }
}

function objectivesResource(slo: SloService): Resource {
  return { name: 'objectives', read: () => ({ objectives: slo.all() }) };
}
