/**
 * The composition root: every room of one application, built from one configuration.
 * Nest's hooks are the lifecycle's affair; what exists, and who knows whom, is said here and nowhere else.
 */
import type { IncomingMessage } from 'node:http';
import type { Context } from '@opentelemetry/api';
import type { Capture } from './capture/index.js';
import type { Console, Recorder } from './console/index.js';
import type { PluginRoom, ResolvedConfig } from './config/index.js';
import { Drain, HealthRegistry, healthEndpoints, ReadinessState, Startup } from './health/index.js';
import { shareRelation } from './hooks/index.js';
import { Instruments } from './instruments/index.js';
import type { Callsite, OperationConvention } from './kernel/index.js';
import type { ApplicationLogging } from './logging/index.js';
import {
  Aggregation,
  Exposition,
  metricsEndpoint,
  MetricsHandler,
  RuntimeMetrics,
  shareMetrics,
} from './metrics/index.js';
import type { Inspection, Management } from './management/index.js';
import { checkConsolePages, createConsole, createRecorder } from './observability.console.js';
import { ObservabilityEndpoints } from './observability.endpoints.js';
import { createLogExport, createMetricsPush, createTelemetryExporters } from './observability.exports.js';
import { ObservabilityFoundation } from './observability.foundation.js';
import { createHandlers } from './observability.handlers.js';
import { healthMeter } from './observability.metrics.js';
import { pluginRooms } from './observability.plugins.js';
import {
  checkAudit,
  createAudit,
  createCapture,
  createInspection,
  createManagement,
  createObjectives,
  createProfiling,
  type AuditRoom,
  type OptionalRoom,
} from './observability.rooms.js';
import { createLogging, createTracing } from './observability.signals.js';
import { createSources } from './observability.sources.js';
import type { Profiling } from './profiling/index.js';
import { forceTrace, FORCE_TRACE_HEADER, isForceTraceSigned } from './security/index.js';
import { allObjectives, withThresholds, type ObjectiveConfig, type Objectives } from './slo/index.js';
import { HttpSource, RouteTable, type NestSource, type Route } from './sources/index.js';
import type { Tracing } from './tracing/index.js';

export class ObservabilityRuntime extends ObservabilityFoundation {
  /** Undefined when logs are off: the application's own logger is then left alone. */
  readonly logging: ApplicationLogging | undefined;
  readonly audit: AuditRoom;
  readonly tracing: Tracing | undefined;
  /** Undefined where nothing is promised, or metrics are off. */
  readonly objectives: Objectives | undefined;
  /** Undefined where no rule asks for exchanges to be kept. */
  readonly capture: Capture | undefined;
  /** Undefined where nobody may profile. */
  readonly profiling: Profiling | undefined;
  /** Undefined where neither management nor the console is on. */
  readonly inspection: Inspection | undefined;
  /** Undefined where it is off. */
  readonly management: Management | undefined;
  /** What the console remembers; undefined where it is off. */
  readonly recorder: Recorder | undefined;
  readonly console: Console | undefined;
  readonly metricsHandler: MetricsHandler | undefined;
  readonly exposition: Exposition;
  /** With other processes and threads of the same application. */
  readonly aggregation: Aggregation;
  readonly runtimeMetrics: RuntimeMetrics;

  readonly endpoints: ObservabilityEndpoints;
  readonly routes: RouteTable;
  readonly http: HttpSource;
  /** Every way in or out beside HTTP's own; those that the application does not use are never attached. */
  readonly sources: readonly NestSource[];
  readonly instruments: Instruments;
  private readonly plugins: readonly PluginRoom[];
  /** In the order in which they start; they close in the reverse. */
  readonly rooms: readonly OptionalRoom[];

  readonly readiness: ReadinessState;
  readonly health: HealthRegistry;
  readonly startup: Startup;
  readonly drain: Drain;

  /**
   * @param controllers classes whose handlers may carry `@Slo()`
   * @throws ObservabilityError OBS_ERR_CONFIG that lists every objective that cannot be
   */
  constructor(config: ResolvedConfig, controllers: Iterable<{ readonly name: string }> = []) {
    // First: what refuses to start must leave nothing running.
    const promised = allObjectives(config.slos, controllers);
    checkAudit(config.audit);
    checkConsolePages(config);
    super(config);
    this.plugins = pluginRooms(this);
    const { registry, pipeline } = this;
    this.exposition = new Exposition(registry);
    this.aggregation = new Aggregation({ registry, exposition: this.exposition, config: config.metrics });
    shareMetrics(pipeline, this.metrics);
    shareRelation(pipeline, config.messaging.relation);
    this.runtimeMetrics = new RuntimeMetrics(registry, config, this.bus);
    this.recorder = createRecorder(this);
    const logExport = createLogExport(this);
    this.logging = createLogging(this, { plugins: this.plugins, logExport, recorder: this.recorder });
    this.audit = createAudit(this, this.logging);
    this.tracing = createTracing(this, this.logging, this.recorder);
    this.profiling = createProfiling(this, this.logging);
    this.capture = createCapture(this);

    this.endpoints = new ObservabilityEndpoints(config, this.diagnostics);
    const stepAside = ({ template, method }: Route): void => this.endpoints.stepAside(template, method);
    this.routes = new RouteTable(stepAside, config.http.slowRoutes);
    this.http = this.createHttpSource();
    const ownSources = createSources(config, { gate: this.endpoints.gate, instruments: () => this.instruments });
    this.sources = [...ownSources, ...config.plugins.flatMap((plugin) => plugin.sources?.(config) ?? [])];
    this.instruments = this.createInstruments();

    const meter = healthMeter(registry);
    this.readiness = new ReadinessState(this.clock, ({ state }) => meter.ready(state === 'ready'));
    this.health = this.createHealth();
    this.startup = new Startup(this.health, this.readiness);
    this.drain = this.createDrain();
    this.registerEndpoints();
    this.metricsHandler = config.metrics.isEnabled ? new MetricsHandler(registry, config.conventions) : undefined;
    this.objectives = createObjectives(promised, this, this.routes);
    this.inspection = createInspection(this);
    this.management = createManagement(this, this.inspection);
    this.registerManagement();
    this.console = createConsole(this);
    this.registerConsole();
    const exporters = [
      logExport,
      createMetricsPush(this, this.exposition),
      createTelemetryExporters(this, this.logging),
    ];
    const own = [this.audit, this.objectives, this.profiling, this.capture, this.inspection, this.console];
    this.rooms = [...exporters, ...own, ...this.plugins].filter((room) => room !== undefined);
    this.measureRequests(promised);
    pipeline.use(createHandlers(this));
    this.followInterest();
  }

  /**
   * Metrics that contradict each other are an error before the first request.
   * @throws ObservabilityError OBS_ERR_METRIC_CONFLICT, OBS_ERR_METRIC_INVALID
   */
  bindAhead(callsites: Iterable<Callsite>): void {
    for (const callsite of callsites) this.metricsHandler?.bind(callsite);
  }

  /** @throws ObservabilityError OBS_ERR_METRIC_CONFLICT, OBS_ERR_METRIC_INVALID */
  measure(conventions: readonly OperationConvention[]): void {
    for (const convention of conventions) this.metricsHandler?.measure(convention);
  }

  get hasPlugins(): boolean {
    return this.config.plugins.length > 0 || this.plugins.length > 0;
  }

  /** Plans are made anew when hooks gain or lose listeners, and when spans begin or cease to be wanted. */
  private followInterest(): void {
    this.bus.onInterestChange(() => this.pipeline.replan());
    this.tracing?.onInterestChange(() => this.pipeline.replan());
  }

  private createHttpSource(): HttpSource {
    const { config, endpoints, profiling } = this;
    const { forceSecret, responseHeader, rules } = config.traces;
    const force = forceSecret === undefined ? unmarked : markForcedBy(forceSecret);
    return new HttpSource({
      config: config.http,
      gate: endpoints.gate,
      sendsTraceId: responseHeader,
      tellsPathAtStart: rules.length > 0 || mayGetRules(config),
      baggageAttributes: config.baggageAttributes,
      identify: config.identify,
      markForced: (parent, request, path) => {
        const forced = force(parent, request, path);
        return profiling?.markRequested(forced, request, path) ?? forced;
      },
    });
  }

  /** What is promised about requests decides how they are measured. */
  private measureRequests(promised: readonly ObjectiveConfig[]): void {
    const { durationBuckets } = this.config.metrics;
    this.measure(this.http.conventions.map((convention) => withThresholds(convention, promised, durationBuckets)));
  }

  private createInstruments(): Instruments {
    const { pipeline, bus, config, redactor } = this;
    const measure = (conventions: readonly OperationConvention[]) => {
      this.measure(conventions);
      pipeline.replan();
    };
    return new Instruments(pipeline, () => ({ pipeline, meter: this.meter, bus, config, redactor, measure }));
  }

  private createHealth(): HealthRegistry {
    const { clock, diagnostics, bus, redactor, config } = this;
    return new HealthRegistry({
      limits: config.health,
      clock,
      diagnostics,
      bus,
      meter: healthMeter(this.registry),
      redactor,
      log: (message, level) => this.logging?.logger[level]({ target: 'Health' }, message),
    });
  }

  private createDrain(): Drain {
    const { readiness, diagnostics, config } = this;
    const { drainTimeoutMs } = config.shutdown;
    const onBegin = (): void => {
      this.endpoints.gate.endKeepAlive();
      this.console?.draining();
    };
    return new Drain({ readiness, diagnostics, drainTimeoutMs, onBegin });
  }

  private registerEndpoints(): void {
    const { config, endpoints, exposition } = this;
    if (config.health.isEnabled) this.registerProbes();
    if (config.metrics.isEnabled && config.metrics.exporter.includes('prometheus'))
      endpoints.apart([metricsEndpoint(exposition, config.metrics)]);
  }

  private registerManagement(): void {
    const { config, endpoints, management } = this;
    if (management !== undefined) endpoints.place(management.endpoints, config.management.ownPort);
  }

  private registerConsole(): void {
    const { config, endpoints, console } = this;
    if (console === undefined) return;
    const { ownPort: isApart } = config.console;
    endpoints.place(console.endpoints, isApart);
    endpoints.whenReachable(isApart, (url) => console.listening(url));
  }

  private registerProbes(): void {
    const { config, endpoints, registry, health, readiness, startup, redactor } = this;
    const probes = healthEndpoints({
      path: config.health.path,
      registry: health,
      readiness,
      startup,
      meter: healthMeter(registry),
      redactor,
      showsDetailsTo: () => config.health.details,
    });
    endpoints.everywhere(probes);
  }
}

/** Rules of sampling may come while the application runs. */
function mayGetRules({ management }: ResolvedConfig): boolean {
  return management.isEnabled && management.exposure.change.includes('sampling');
}

type Mark = (parent: Context, request: IncomingMessage, path: string) => Context;

const unmarked: Mark = (parent) => parent;

function markForcedBy(secret: string): Mark {
  return (parent, { headers, method = '' }, path) => {
    const header = headers[FORCE_TRACE_HEADER];
    return header !== undefined && isForceTraceSigned(secret, header, { method, path }) ? forceTrace(parent) : parent;
  };
}
