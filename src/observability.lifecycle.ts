/**
 * Nest's hooks, in the order in which Nest calls them. Observing begins before routes are registered; at the end readiness
 * goes first, telemetry is flushed within a bound, and nothing is left open. No signal handlers, no `process.exit`.
 */
import {
  Inject,
  Injectable,
  Optional,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { ExternalContextCreator, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { callsitesOf, controllersOf, declaredEnhancers, globalEnhancers, instancesOf } from './application-classes.js';
import { watchCrashes } from './crash-watch.js';
import {
  chainBeforeClose,
  configuredChecks,
  contributorsOf,
  hasShutdownHooks,
  SHUTDOWN_HOOKS_HINT,
} from './health/index.js';
import type { RequestServer } from './endpoints/index.js';
import { activate, adopt, deactivate, ObservabilityError } from './kernel/index.js';
import { hasOwnNestPino } from './logging/index.js';
import { crashCounter } from './observability.metrics.js';
import { ObservabilityRuntime } from './observability.runtime.js';
import { nameHandlers, observeEnhancer, observeHandlers } from './sources/index.js';

@Injectable()
export class ObservabilityLifecycle implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  private readonly undo: (() => void)[] = [];
  private isOver: Promise<void> | undefined;
  private isActive = false;

  constructor(
    @Inject(ObservabilityRuntime) private readonly runtime: ObservabilityRuntime,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ExternalContextCreator) private readonly contexts: ExternalContextCreator,
    @Optional() @Inject(HttpAdapterHost) private readonly adapterHost: HttpAdapterHost | undefined,
  ) {}

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
    for (const controller of controllersOf(this.modules)) {
      if (config.http.phases && config.http.isEnabled) observeHandlers(controller);
      nameHandlers(controller);
    }
    this.observeEnhancers(declaredEnhancers(this.modules));
  }

  /** Not before the application has been put together: one that fails to start must leave nothing behind. */
  private activate(): void {
    const { config, pipeline, outgoing } = this.runtime;
    if (!config.isEnabled || this.isActive) return;
    this.isActive = true;
    activate(pipeline);
    outgoing.attach(pipeline);
  }

  /** In `configure`: the adapter and its server exist, and global enhancers are known. */
  observeServer(): void {
    this.activate();
    const adapter = this.adapterHost?.httpAdapter;
    if (adapter === undefined) return;
    const { routes, gate, http, config, pipeline, drain } = this.runtime;
    routes.learnFrom(adapter);
    this.undo.push(() => routes.release(), chainBeforeClose(adapter, drain));
    this.observeEnhancers(globalEnhancers(this.contexts));
    if (config.http.isEnabled) http.attach(pipeline);
    gate.attach(adapter.getHttpServer() as RequestServer);
  }

  async onModuleInit(): Promise<void> {
    this.activate();
    const { config, pipeline, runtimeMetrics, health, ownPort, registry } = this.runtime;
    for (const instance of instancesOf(this.modules)) {
      adopt(instance, pipeline);
      for (const check of contributorsOf(instance)) health.register(check);
    }
    this.runtime.bindAhead(callsitesOf(this.modules));
    if (config.health.isEnabled) for (const check of configuredChecks(config.health)) health.register(check);
    if (config.metrics.isEnabled) runtimeMetrics.start();
    if (config.isEnabled) this.watchCrashes(crashCounter(registry));
    await this.openOwnPort(ownPort);
  }

  onApplicationBootstrap(): void {
    const { startup, config, diagnostics, logging } = this.runtime;
    startup.bootstrapped();
    logging?.flushNestBuffer();
    if (config.environment.class !== 'production' || this.adapterHost?.httpAdapter === undefined) return;
    // `enableShutdownHooks` may come after `init`; by the next turn of the loop it has been called or forgotten.
    setImmediate(() => {
      if (!hasShutdownHooks()) diagnostics.warnOnce('shutdown-hooks', SHUTDOWN_HOOKS_HINT);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await (this.isOver ??= this.end());
  }

  private observeEnhancers(enhancers: ReturnType<typeof declaredEnhancers>): void {
    const { config } = this.runtime;
    if (!config.http.phases || !config.http.isEnabled) return;
    for (const enhancer of enhancers) observeEnhancer(enhancer);
  }

  private watchCrashes(count: (kind: string) => void): void {
    const { logging } = this.runtime;
    const unwatch = watchCrashes((error, kind) => {
      count(kind);
      logging?.logger.fatal({ target: 'Process', err: error }, `The process is crashing: ${kind}`);
      logging?.flush();
    });
    this.undo.push(unwatch);
  }

  private async openOwnPort(ownPort: ObservabilityRuntime['ownPort']): Promise<void> {
    try {
      await ownPort?.listen();
    } catch (error) {
      await this.end();
      throw error;
    }
  }

  private async end(): Promise<void> {
    const {
      readiness,
      startup,
      health,
      tracing,
      logging,
      runtimeMetrics,
      ownPort,
      gate,
      http,
      outgoing,
      pipeline,
      config,
    } = this.runtime;
    readiness.stop();
    startup.stop();
    await tracing?.shutdown(config.shutdown.flushTimeoutMs);
    await ownPort?.close();
    health.close();
    runtimeMetrics.close();
    http.detach();
    outgoing.detach();
    gate.detach();
    for (const undo of this.undo.splice(0).toReversed()) undo();
    deactivate(pipeline);
    logging?.close();
  }
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
