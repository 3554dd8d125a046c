/**
 * Nest's hooks, in the order in which Nest calls them. Observing begins before routes are registered; at the end readiness
 * goes first, telemetry is flushed within a bound, and nothing is left open. No signal handlers, no `process.exit`.
 */
import {
  Inject,
  Injectable,
  Optional,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ExternalContextCreator, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { promisify } from 'node:util';
import { watchCrashes } from './crash-watch.js';
import {
  chainBeforeClose,
  configuredChecks,
  contributorsOf,
  dependencyChecks,
  hasShutdownHooks,
  type HealthCheck,
  SHUTDOWN_HOOKS_HINT,
} from './health/index.js';
import type { RequestServer } from './endpoints/index.js';
import { subscribeProviders } from './hooks/index.js';
import { activate, adopt, deactivate, ObservabilityError } from './kernel/index.js';
import { hasOwnNestPino } from './logging/index.js';
import { crashCounter } from './observability.metrics.js';
import type { OptionalRoom } from './observability.rooms.js';
import { ObservabilityRuntime } from './observability.runtime.js';
import {
  NestApplication,
  nameHandlers,
  observeEnhancer,
  observeHandlers,
  type Enhancer,
  type NestSource,
} from './sources/index.js';
import { within } from './tracing/index.js';

@Injectable()
export class ObservabilityLifecycle
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly undo: (() => void)[] = [];
  private isOver: Promise<void> | undefined;
  private isActive = false;
  private readonly application: NestApplication;
  /** The sources that this application uses. */
  private sources: readonly NestSource[] = [];

  constructor(
    @Inject(ObservabilityRuntime) private readonly runtime: ObservabilityRuntime,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ExternalContextCreator) contexts: ExternalContextCreator,
    @Optional() @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost | undefined,
  ) {
    this.application = new NestApplication(modules, contexts);
  }

  /**
   * In the module's constructor: classes exist, routes do not.
   * @throws ObservabilityError OBS_ERR_CONFIG when a second module would count every request again
   */
  observeClasses(): void {
    refuseSecondModule(this.modules);
    const { config, pipeline, logging, diagnostics } = this.runtime;
    logging?.installNestLogger(pipeline);
    // The application's own nestjs-pino writes a line per request already.
    if (hasOwnNestPino(this.modules))
      pipeline.use(pipeline.currentHandlers.filter((handler) => handler !== logging?.handler));
    if (logging !== undefined) diagnostics.warnThrough((message) => logging.warn(message));
    for (const warning of config.warnings) diagnostics.warnOnce(warning, warning);
    const { application } = this;
    const controllers = application.controllers();
    for (const controller of controllers) {
      if (config.http.phases && config.http.isEnabled) observeHandlers(controller);
      nameHandlers(controller);
    }
    this.observeEnhancers(application.enhancersOf(controllers));
    this.admitSources();
  }

  /** Asked again once instances exist: that an application uses something may show in them alone. */
  private admitSources(): void {
    const { config, pipeline, meter, sources } = this.runtime;
    if (!config.isEnabled) return;
    const used = sources.filter((source) => !this.sources.includes(source) && this.isUsed(source));
    this.sources = [...this.sources, ...used];
    for (const source of used) {
      this.runtime.measure(source.conventions);
      this.safely(source, 'classes', () => source.observeClasses?.(this.application));
      if (this.isActive) this.safely(source, 'attach', () => source.attach(pipeline, meter));
    }
  }

  /** Not before the application has been put together: one that fails to start must leave nothing behind. */
  private activate(): void {
    const { config, pipeline, meter } = this.runtime;
    if (!config.isEnabled || this.isActive) return;
    this.isActive = true;
    activate(pipeline);
    for (const source of this.sources) this.safely(source, 'attach', () => source.attach(pipeline, meter));
  }

  /** In `configure`: the adapter and its server exist, and global enhancers are known. */
  observeServer(): void {
    this.activate();
    const adapter = this.adapterHost?.httpAdapter;
    if (adapter === undefined) return;
    const { routes, endpoints, http, config, pipeline, drain } = this.runtime;
    routes.learnFrom(adapter);
    this.undo.push(() => routes.release(), chainBeforeClose(adapter, drain));
    this.observeEnhancers(this.application.globalEnhancers());
    if (config.http.isEnabled) http.attach(pipeline);
    this.undo.push(endpoints.attach(adapter.getHttpServer() as RequestServer));
  }

  /** Refused, it leaves nothing behind: Nest calls no hook of an application that has not started. */
  async onModuleInit(): Promise<void> {
    try {
      await this.begin();
    } catch (error) {
      await this.onApplicationShutdown();
      throw error;
    }
  }

  private async begin(): Promise<void> {
    this.activate();
    this.admitSources();
    // Without an HTTP server `configure` is never called, and nobody has looked at these yet.
    if (this.adapterHost?.httpAdapter === undefined) this.observeEnhancers(this.application.globalEnhancers());
    const { config, pipeline, runtimeMetrics, aggregation, health, registry, rooms } = this.runtime;
    const { application } = this;
    for (const instance of application.instances()) {
      adopt(instance, pipeline);
      for (const check of contributorsOf(instance)) health.register(check);
    }
    for (const source of this.sources) this.safely(source, 'instances', () => source.observeInstances?.(application));
    this.runtime.bindAhead(application.callsites());
    this.undo.push(subscribeProviders(this.modules, this.runtime.bus, this.runtime.diagnostics));
    if (config.health.isEnabled)
      for (const check of [...configuredChecks(config.health), ...checksOf(rooms)]) health.register(check);
    if (config.metrics.isEnabled) {
      runtimeMetrics.start();
      aggregation.start();
    }
    for (const room of rooms) room.start?.(application);
    if (config.isEnabled) this.watchCrashes(crashCounter(registry));
    await this.runtime.endpoints.ownPort?.listen();
  }

  onApplicationBootstrap(): void {
    const { startup, config, diagnostics, logging, instruments, rooms } = this.runtime;
    this.checkDependencies();
    this.runtime.routes.warnOfUnmatched(diagnostics);
    for (const room of rooms) room.bootstrapped?.();
    instruments.started();
    startup.bootstrapped();
    logging?.flushNestBuffer();
    if (config.environment.class !== 'production' || this.adapterHost?.httpAdapter === undefined) return;
    // `enableShutdownHooks` may come after `init`; by the next turn of the loop it has been called or forgotten.
    setImmediate(() => {
      if (!hasShutdownHooks()) diagnostics.warnOnce('shutdown-hooks', SHUTDOWN_HOOKS_HINT);
    });
  }

  /** Readiness has been off for its time, and the server closes next. */
  beforeApplicationShutdown(): void {
    this.runtime.instruments.drain();
  }

  async onApplicationShutdown(): Promise<void> {
    await (this.isOver ??= this.end());
  }

  /** Later than the other checks: by now every module has connected what it connects at its start. */
  private checkDependencies(): void {
    const { config, health, diagnostics } = this.runtime;
    if (!config.health.isEnabled || !config.health.dependencies) return;
    const taken = new Set([...health.names('readiness'), ...health.names('startup')]);
    const find = () => dependencyChecks(this.application.provided(), (name) => taken.has(name));
    for (const check of diagnostics.safely('health', 'dependencies', find, [])) health.register(check);
  }

  private isUsed(source: NestSource): boolean {
    const ask = () => source.isUsedBy?.(this.application) ?? true;
    return this.runtime.diagnostics.safely(source.name, 'isUsedBy', ask, false) === true;
  }

  /** A source that cannot do its part leaves the application as it is. */
  private safely(source: NestSource, phase: string, act: () => void): void {
    this.runtime.diagnostics.safely(source.name, phase, act, undefined);
  }

  private observeEnhancers(enhancers: readonly Enhancer[]): void {
    const { config } = this.runtime;
    if (!config.http.phases || !config.http.isEnabled) return;
    for (const enhancer of enhancers) observeEnhancer(enhancer);
  }

  private watchCrashes(count: (kind: string) => void): void {
    const { logging, rooms, bus, diagnostics } = this.runtime;
    const unwatch = watchCrashes((error, kind) => {
      count(kind);
      logging?.logger.fatal({ target: 'Process', err: error }, `The process is crashing: ${kind}`);
      bus.flush();
      logging?.flush();
      for (const room of rooms)
        diagnostics.safely('lifecycle', 'crashed', () => room.crashed?.(error, kind), undefined);
    });
    this.undo.push(unwatch);
  }

  private async end(): Promise<void> {
    const { readiness, startup, health, logging, runtimeMetrics, endpoints, http, pipeline } = this.runtime;
    const { instruments, aggregation } = this.runtime;
    readiness.stop();
    startup.stop();
    for (const source of this.sources) this.safely(source, 'serverClosed', () => source.serverClosed?.());
    if (this.adapterHost?.httpAdapter !== undefined) await brokenOffRequests();
    // Before the last flush: what a source ends when it lets go is part of it.
    for (const source of this.sources) this.safely(source, 'detach', () => source.detach());
    instruments.close();
    this.runtime.bus.flush();
    await this.flush();
    await endpoints.ownPort?.close();
    health.close();
    await aggregation.close();
    runtimeMetrics.close();
    http.detach();
    endpoints.gate.detach();
    for (const undo of this.undo.splice(0).toReversed()) undo();
    deactivate(pipeline);
    logging?.close();
  }

  /** Spans leave beside all else, so that receivers that hang take the time once; what rooms end as they close has what is left. */
  private async flush(): Promise<void> {
    const { tracing, rooms, config } = this.runtime;
    const endsAtMs = performance.now() + config.shutdown.flushTimeoutMs;
    const closed = rooms.toReversed().map((room) => this.close(room));
    await Promise.all([...closed, tracing?.flush(config.shutdown.flushTimeoutMs)]);
    await tracing?.shutdown(Math.max(0, endsAtMs - performance.now()));
  }

  /** One that fails must not keep the others, or the last spans, from their end. */
  private async close(room: OptionalRoom): Promise<void> {
    const { diagnostics, config } = this.runtime;
    const limitMs = config.shutdown.flushTimeoutMs + CLOSE_GRACE_MS;
    let isClosed = false;
    try {
      const closing = Promise.resolve(room.close()).then(() => void (isClosed = true));
      await within(limitMs, closing);
      if (!isClosed) throw new Error(`it has not closed within ${limitMs} ms`);
    } catch (error) {
      diagnostics.failed('lifecycle', 'close', error);
    }
  }
}

/** Rooms keep the time of the last flush themselves; who does not, such as a plugin that hangs, is not waited for. */
const CLOSE_GRACE_MS = 1_000;

/** As they were when this was loaded: tests may close an application while their timers stand still. */
const nextTurn = promisify(setImmediate);

/** A closed server's broken connections are told at the end of this turn of the loop, and their requests end with them. */
async function brokenOffRequests(): Promise<void> {
  await nextTurn();
  await nextTurn();
}

function checksOf(rooms: readonly OptionalRoom[]): readonly HealthCheck[] {
  return rooms.flatMap((room) => room.checks?.() ?? []);
}

function refuseSecondModule(modules: ModulesContainer): void {
  const imports = [...modules.values()].filter(({ providers }) => providers.has(ObservabilityLifecycle));
  if (imports.length <= 1) return;
  throw ObservabilityError.of({
    code: 'OBS_ERR_CONFIG',
    fact: 'An application imports ObservabilityModule once; it is global',
    got: `${imports.length} imports`,
    fix: 'keep forRoot or forRootAsync in the root module and remove it from all others',
  });
}
