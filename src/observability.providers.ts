/** What the module gives to Nest's injector: the runtime, and those of its parts that applications inject. */
import type { InjectionToken, Provider } from '@nestjs/common';
import { ExternalContextCreator, ModulesContainer } from '@nestjs/core';
import {
  APPLICATION_LOGGING,
  CONFIG_RESOLVER,
  OBSERVABILITY_CONFIG,
  OBSERVABILITY_OPTIONS,
  resolveConfig,
  type ObservabilityOptions,
  type ObservabilityPlugin,
  type ResolvedConfig,
} from './config/index.js';
import { OwnPortServer } from './endpoints/index.js';
import { HealthRegistry } from './health/index.js';
import { offeredInstruments, type InstrumentClass } from './instruments/index.js';
import { OperationPipeline, TelemetryBus } from './kernel/index.js';
import { AuditService, LogLevels, nestPinoProviders } from './logging/index.js';
import { MetricRegistry, MetricsService } from './metrics/index.js';
import { ObservabilityLifecycle } from './observability.lifecycle.js';
import { ObservabilityRuntime } from './observability.runtime.js';
import { ObservabilityService } from './observability.service.js';
import { CaptureService } from './capture/index.js';
import { ProfilingService } from './profiling/index.js';
import { SloService } from './slo/index.js';
import { NestApplication } from './sources/index.js';
import { Sampling } from './tracing/index.js';

export function observabilityProviders(): Provider[] {
  return [
    ...offeredInstruments().map(instrument),
    {
      provide: OBSERVABILITY_CONFIG,
      useFactory: (options: ObservabilityOptions, resolve: typeof resolveConfig = resolveConfig) => resolve(options),
      inject: [OBSERVABILITY_OPTIONS, { token: CONFIG_RESOLVER, optional: true }],
    },
    {
      provide: ObservabilityRuntime,
      useFactory: (config: ResolvedConfig, modules: ModulesContainer, contexts: ExternalContextCreator) =>
        new ObservabilityRuntime(config, new NestApplication(modules, contexts).controllers()),
      inject: [OBSERVABILITY_CONFIG, ModulesContainer, ExternalContextCreator],
    },
    ObservabilityLifecycle,
    part(ObservabilityService, ({ pipeline, bus, rooms }) => new ObservabilityService(pipeline, bus, rooms)),
    part(MetricsService, ({ metrics }) => metrics),
    part(AuditService, ({ audit }) => audit.service),
    part(SloService, ({ objectives }) => new SloService(objectives)),
    part(ProfilingService, ({ profiling }) => new ProfilingService(profiling)),
    part(CaptureService, ({ capture }) => new CaptureService(capture)),
    part(MetricRegistry, ({ registry }) => registry),
    part(HealthRegistry, ({ health }) => health),
    part(OperationPipeline, ({ pipeline }) => pipeline),
    part(TelemetryBus, ({ bus }) => bus),
    part(OwnPortServer, ({ endpoints }) => endpoints.ownPort),
    part(LogLevels, ({ logging }) => logging?.levels),
    part(Sampling, ({ tracing }) => tracing?.sampling),
    part(APPLICATION_LOGGING, ({ logging }) => logging),
    ...nestPinoProviders(APPLICATION_LOGGING),
  ];
}

/** What plugins bring in: their own providers, and their instruments beside ours. */
export function pluginProviders(plugins: readonly ObservabilityPlugin[]): Provider[] {
  // Configuration cannot name what a room above it makes.
  const instruments = plugins.flatMap((plugin) => plugin.instruments ?? []) as unknown as readonly InstrumentClass[];
  return [...plugins.flatMap(({ providers = [] }) => providers), ...instruments.map(instrument)];
}

function instrument(type: InstrumentClass): Provider {
  return part(type, ({ instruments }) => instruments.get(type));
}

/** The public ones, available in every module of the application. */
export function exportedTokens(): InjectionToken[] {
  const own: InjectionToken[] = [
    OBSERVABILITY_CONFIG,
    ObservabilityRuntime,
    ObservabilityService,
    MetricsService,
    AuditService,
    SloService,
    ProfilingService,
    CaptureService,
    MetricRegistry,
    HealthRegistry,
    OperationPipeline,
    LogLevels,
    Sampling,
  ];
  return [...own, ...offeredInstruments(), APPLICATION_LOGGING, ...nestPinoProviders(APPLICATION_LOGGING).map(tokenOf)];
}

function part<T>(token: InjectionToken, of: (runtime: ObservabilityRuntime) => T): Provider {
  return { provide: token, useFactory: of, inject: [ObservabilityRuntime] };
}

function tokenOf(provider: Provider): InjectionToken {
  return typeof provider === 'function' ? provider : provider.provide;
}
