/**
 * Turns readiness off before any other module is destroyed: on Nest 11 this hook is the first that runs at shutdown, on
 * Nest 12 the HTTP adapter's `beforeClose` came earlier and this only waits for the same end.
 */
import { Module, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { stopBeforeOthers } from './health/index.js';
import { ObservabilityRuntime } from './observability.runtime.js';

@Module({})
export class ObservabilityDrainModule implements OnModuleDestroy {
  constructor(
    modules: ModulesContainer,
    private readonly runtime: ObservabilityRuntime,
    private readonly adapterHost: HttpAdapterHost,
  ) {
    stopBeforeOthers(modules, ObservabilityDrainModule);
  }

  /** Where nobody can probe (contexts, jobs) there is nobody to wait for. */
  async onModuleDestroy(): Promise<void> {
    const isProbed = this.adapterHost.httpAdapter !== undefined || this.runtime.endpoints.ownPort !== undefined;
    if (isProbed) await this.runtime.drain.begin();
  }
}
