/**
 * The composition root: every room of one application, built from one configuration, and the handlers in their order.
 * Nest's hooks are the lifecycle's affair; what exists, and who knows whom, is said here and nowhere else.
 */
import type { IncomingMessage } from 'node:http';
import { context, ROOT_CONTEXT, type Context, type SpanContext } from '@opentelemetry/api';
import type { ObservabilityPlugin, ResolvedConfig } from './config/index.js';
import { EndpointServer, EndpointTable, OwnPortServer, RequestGate, type Endpoint } from './endpoints/index.js';
import { otlpTraces, traceTree } from './exporters/index.js';
import { Drain, HealthRegistry, healthEndpoints, ReadinessState, Startup } from './health/index.js';
import { HooksHandler, shareRelation } from './hooks/index.js';
import { Instruments } from './instruments/index.js';
import {
  Diagnostics,
  ensureContextManager,
  noMeter,
  OperationPipeline,
  systemClock,
  TelemetryBus,
  type Callsite,
  type Clock,
  type Meter,
  type OperationConvention,
  type OperationHandler,
} from './kernel/index.js';
import type { ApplicationLogging } from './logging/index.js';
import {
  Aggregation,
  Exposition,
  metricsEndpoint,
  MetricRegistry,
  MetricsHandler,
  MetricsService,
  RuntimeMetrics,
  shareMetrics,
} from './metrics/index.js';
import { healthMeter, watchExport, watchLogLines } from './observability.metrics.js';
import { allObjectives, withThresholds, type ObjectiveConfig, type Objectives } from './slo/index.js';
import { forceTrace, FORCE_TRACE_HEADER, isForceTraceSigned, redactAttribute, Redactor } from './security/index.js';
import { createSources } from './observability.sources.js';
import { errorRecorder, HttpSource, RouteTable, type NestSource } from './sources/index.js';
import {
  peekEarlyTracing,
  startTracing,
  type SpanConsumer,
  type SpanProcessorLike,
  type Tracing,
} from './tracing/index.js';

export class ObservabilityRuntime {
  /** That of `register`, where it was there first: one place for what its exporter had to drop. */
  readonly diagnostics = peekEarlyTracing()?.diagnostics ?? new Diagnostics();
  readonly clock: Clock;
  readonly bus: TelemetryBus;
  readonly pipeline: OperationPipeline;
  readonly redactor: Redactor;
  /** Undefined when logs are off: the application's own logger is then left alone. */
  readonly logging: ApplicationLogging | undefined;
  readonly registry: MetricRegistry;
  readonly metrics: MetricsService;
  private readonly exposition: Exposition;
  /** With other processes and threads of the same application. */
  readonly aggregation: Aggregation;
  readonly runtimeMetrics: RuntimeMetrics;
  readonly tracing: Tracing | undefined;
  /** What the application's own server answers. */
  readonly endpoints: EndpointTable;
  readonly gate: RequestGate;
  readonly ownPort: OwnPortServer | undefined;
  private readonly ownPortEndpoints: EndpointTable;
  private readonly metricsHandler: MetricsHandler | undefined;
  /** Undefined where nothing is promised, or metrics are off. */
  readonly objectives: Objectives | undefined;

  readonly routes: RouteTable;
  readonly http: HttpSource;
  /** Every way in or out beside HTTP's own; those that the application does not use are never attached. */
  readonly sources: readonly NestSource[];
  readonly instruments: Instruments;
  readonly readiness: ReadinessState;
  readonly health: HealthRegistry;
  readonly startup: Startup;
  readonly drain: Drain;

  /**
   * @param controllers classes whose handlers may carry `@Slo()`
   * @throws ObservabilityError OBS_ERR_CONFIG that lists every objective that cannot be
   */
  constructor(
    readonly config: ResolvedConfig,
    controllers: Iterable<{ readonly name: string }> = [],
  ) {
    // First: what refuses to start must leave nothing running.
    const promised = allObjectives(config.slos, controllers);
    ensureContextManager();
    const { diagnostics } = this;
    this.clock = config.plugins.find(({ clock }) => clock !== undefined)?.clock ?? systemClock;
    this.bus = new TelemetryBus(diagnostics);
    this.pipeline = new OperationPipeline({ clock: this.clock, diagnostics });
    this.redactor = new Redactor(config.redaction);
    this.registry = new MetricRegistry(config.metrics, diagnostics, this.clock);
    this.exposition = new Exposition(this.registry);
    this.aggregation = new Aggregation({
      registry: this.registry,
      exposition: this.exposition,
      config: config.metrics,
    });
    this.metrics = new MetricsService(config.metrics.isEnabled ? this.registry : undefined);
    shareMetrics(this.pipeline, this.metrics);
    shareRelation(this.pipeline, config.messaging.relation);
    this.runtimeMetrics = new RuntimeMetrics(this.registry, config, this.bus);
    this.logging = this.createLogging();
    this.tracing = this.createTracing();

    this.endpoints = new EndpointTable(diagnostics);
    const endpointServer = new EndpointServer(diagnostics);
    this.gate = new RequestGate(this.endpoints, endpointServer, diagnostics);
    this.ownPortEndpoints = new EndpointTable(diagnostics);
    this.ownPort = this.createOwnPort(endpointServer);
    this.routes = new RouteTable(({ template, method }) => this.endpoints.stepAside(template, method));
    this.http = this.createHttpSource();
    const own = createSources(config, { gate: this.gate, instruments: () => this.instruments });
    this.sources = [...own, ...config.plugins.flatMap((plugin) => plugin.sources?.(config) ?? [])];

    this.instruments = this.createInstruments();
    const meter = healthMeter(this.registry);
    this.readiness = new ReadinessState(this.clock, ({ state }) => meter.ready(state === 'ready'));
    this.health = this.createHealth();
    this.startup = new Startup(this.health, this.readiness);
    this.drain = this.createDrain();
    this.registerEndpoints();
    this.metricsHandler = config.metrics.isEnabled ? new MetricsHandler(this.registry, config.conventions) : undefined;
    this.objectives = this.createObjectives(promised);
    this.measureRequests(promised);
    this.pipeline.use(this.handlers());
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

  /** Where sources count what is no operation. */
  get meter(): Meter {
    return this.config.metrics.isEnabled ? this.registry : noMeter;
  }

  /** Handlers start in this order and end in the reverse: the span is still open when logs and exemplars are written. */
  private handlers(): OperationHandler[] {
    const { config } = this;
    if (!config.isEnabled) return [];
    return [
      ...(this.tracing === undefined ? [] : [this.tracing.handler]),
      ...(this.tracing !== undefined || config.logs.isEnabled || config.plugins.length > 0 ? [errorRecorder] : []),
      ...(this.metricsHandler === undefined ? [] : [this.metricsHandler]),
      ...(this.objectives === undefined ? [] : [this.objectives.handler]),
      ...(this.logging === undefined ? [] : [this.logging.handler]),
      ...config.plugins.flatMap(({ handlers = [] }) => handlers),
      new HooksHandler(this.bus, config.http.slowMs),
    ];
  }

  /** Plans are made anew when hooks gain or lose listeners, and when spans begin or cease to be wanted. */
  private followInterest(): void {
    this.bus.onInterestChange(() => this.pipeline.replan());
    this.tracing?.onInterestChange(() => this.pipeline.replan());
  }

  private createLogging(): ApplicationLogging | undefined {
    const { config, redactor, diagnostics, bus, clock } = this;
    if (!config.logs.isEnabled) return undefined;
    // Loaded only here: an application without logs does not pay for it.
    const { ApplicationLogging } = require('./logging/application-logging.js') as Logging;
    return new ApplicationLogging({
      config: config.logs,
      redactor,
      diagnostics,
      bus,
      clock,
      slowMsOf: () => config.http.slowMs,
      ...(config.metrics.isEnabled && { onLine: watchLogLines(this.registry) }),
    });
  }

  private createTracing(): Tracing | undefined {
    const { config, diagnostics, clock, redactor } = this;
    if (!config.traces.isEnabled) return undefined;
    const tracing = startTracing({
      config,
      diagnostics,
      clock,
      consumers: this.spanConsumers(),
      redact: {
        attribute: (name, value) => redactAttribute(redactor, name, value),
        text: (text) => redactor.redactText(text),
      },
    });
    watchExport(this.registry, tracing);
    return tracing;
  }

  private spanConsumers(): SpanConsumer[] {
    const { traces, plugins } = this.config;
    const { diagnostics, clock } = this;
    return [
      ...(traces.exporter === 'otlp' ? [otlpTraces({ config: traces, diagnostics, clock })] : []),
      ...(traces.tree ? [traceTree({ sink: (tree, root) => this.printTree(tree, root.spanContext()) })] : []),
      ...plugins.flatMap(spanConsumersOf),
    ];
  }

  /** One line of the log per row, so that standard output stays a stream of JSON lines. */
  private printTree(tree: string, { traceId, spanId }: SpanContext): void {
    const fields = { target: 'Trace', trace_id: traceId, span_id: spanId };
    // Outside any operation: the row is about the trace, not part of what happens to be current.
    context.with(ROOT_CONTEXT, () => {
      for (const row of tree.split('\n')) this.logging?.logger.info(fields, row);
    });
  }

  private createHttpSource(): HttpSource {
    const { config, gate } = this;
    const { forceSecret, responseHeader, rules } = config.traces;
    return new HttpSource({
      config: config.http,
      gate,
      sendsTraceId: responseHeader,
      tellsPathAtStart: rules.length > 0,
      baggageAttributes: config.baggageAttributes,
      identify: config.identify,
      markForced: forceSecret === undefined ? (parent) => parent : markForcedBy(forceSecret),
    });
  }

  /** What is promised about requests decides how they are measured. */
  private measureRequests(promised: readonly ObjectiveConfig[]): void {
    const { durationBuckets } = this.config.metrics;
    this.measure(this.http.conventions.map((convention) => withThresholds(convention, promised, durationBuckets)));
  }

  private createObjectives(promised: readonly ObjectiveConfig[]): Objectives | undefined {
    const { registry, metrics, clock, diagnostics, bus, routes, config } = this;
    if (promised.length === 0 || !config.metrics.isEnabled) return undefined;
    // Loaded only here: an application that promises nothing does not pay for it.
    const { Objectives } = require('./slo/objectives.js') as Slo;
    return new Objectives(promised, { registry, metrics, clock, diagnostics, bus, routes: () => routes.routes });
  }

  private createInstruments(): Instruments {
    const { pipeline, bus, config, redactor } = this;
    const measure = (conventions: readonly OperationConvention[]) => {
      this.measure(conventions);
      pipeline.replan();
    };
    return new Instruments(pipeline, () => ({ pipeline, meter: this.meter, bus, config, redactor, measure }));
  }

  private createOwnPort(server: EndpointServer): OwnPortServer | undefined {
    const { host, port } = this.config.metrics;
    return port === undefined ? undefined : new OwnPortServer({ host, port }, this.ownPortEndpoints, server);
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
    return new Drain({ readiness, diagnostics, drainTimeoutMs, onBegin: () => this.gate.endKeepAlive() });
  }

  /** Probes answer everywhere; metrics on the own port only, where there is one. */
  private registerEndpoints(): void {
    const { config, endpoints, ownPortEndpoints, ownPort, exposition } = this;
    const metrics = config.metrics.isEnabled ? [metricsEndpoint(exposition, config.metrics)] : [];
    const probes = config.health.isEnabled ? this.probes() : [];
    for (const endpoint of [...probes, ...(ownPort === undefined ? metrics : [])]) endpoints.register(endpoint);
    for (const endpoint of [...probes, ...metrics]) ownPortEndpoints.register(endpoint);
  }

  private probes(): readonly Endpoint[] {
    const { config, registry, health, readiness, startup, redactor } = this;
    return healthEndpoints({
      path: config.health.path,
      registry: health,
      readiness,
      startup,
      meter: healthMeter(registry),
      redactor,
      showsDetailsTo: () => config.health.details,
    });
  }
}

function spanConsumersOf({ name, spanProcessors = [] }: ObservabilityPlugin): SpanConsumer[] {
  return spanProcessors.map((processor, index) => ({
    name: `${name}#${index}`,
    create: () => processor as unknown as SpanProcessorLike,
  }));
}

function markForcedBy(secret: string): (parent: Context, request: IncomingMessage, path: string) => Context {
  return (parent, { headers, method = '' }, path) => {
    const header = headers[FORCE_TRACE_HEADER];
    return header !== undefined && isForceTraceSigned(secret, header, { method, path }) ? forceTrace(parent) : parent;
  };
}

type Logging = typeof import('./logging/application-logging.js');
type Slo = typeof import('./slo/objectives.js');
