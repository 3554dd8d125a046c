/** What threads find of the application that their main thread runs: Node hands it to each of them when it begins. */
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { RegistryConfig } from '../../metric-registry.js';

export interface MainApplication {
  readonly key: string;
  readonly config: RegistryConfig;
  readonly handOverIntervalMs: number;
}

const ENVIRONMENT_KEY = 'nestjs-observability';

/** That which was the newest when this thread began. */
export function mainApplication(): MainApplication | undefined {
  return getEnvironmentData(ENVIRONMENT_KEY) as unknown as MainApplication | undefined;
}

/** For threads that are made from now on. Returns the undo. */
export function tellThreads(key: string, config: RegistryConfig, handOverIntervalMs: number): () => void {
  const application: MainApplication = { key, config: plain(config), handOverIntervalMs };
  setEnvironmentData(ENVIRONMENT_KEY, application as never);
  return () => {
    // A newer application may have told them of itself.
    if (mainApplication() === application) setEnvironmentData(ENVIRONMENT_KEY, undefined as never);
  };
}

/** No token of the configuration goes where it is not needed. */
function plain(config: RegistryConfig): RegistryConfig {
  const { prefix, defaultLabels, durationBuckets, maxSeries, maxLabelValues } = config;
  const { includeDefaultRegistry, collectTimeoutMs, idleSeriesMs = 0 } = config;
  const limits = { maxSeries, maxLabelValues, collectTimeoutMs, idleSeriesMs };
  return { prefix, defaultLabels, durationBuckets, includeDefaultRegistry, ...limits };
}
