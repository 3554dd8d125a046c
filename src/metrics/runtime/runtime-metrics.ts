/**
 * The process as seen from inside: prom-client's default metrics under their own names, and what they lack, one file each.
 * Most is read when somebody looks; what has to listen stops with the application.
 */
import type { MetricDefinition, TelemetryBus } from '../../kernel/index.js';
import type { ResolvedConfig } from '../../config/index.js';
import type { MetricRegistry } from '../metric-registry.js';
import { appInfo, showApplication } from './app-info.js';
import { lookupDuration, watchLookups } from './dns-lookups.js';
import { eventLoopMetrics, watchEventLoop } from './event-loop.js';
import { memoryLimit, watchMemoryLimit } from './memory-limit.js';
import { memoryPressureEvents, watchMemoryPressure } from './memory-pressure.js';
import { handshakeDuration, watchHandshakes } from './tls-handshakes.js';
import { activeWorkers, watchWorkers } from './worker-threads.js';

/** Those that `metrics.networkTimings` asks for. */
export const networkTimingMetrics: readonly MetricDefinition[] = [lookupDuration, handshakeDuration];

/** Ours beside prom-client's, for the reference tables. */
export const runtimeMetrics: readonly MetricDefinition[] = [
  ...eventLoopMetrics,
  memoryLimit,
  memoryPressureEvents,
  activeWorkers,
  ...networkTimingMetrics,
  appInfo,
];

export type RuntimeConfig = Pick<ResolvedConfig, 'environment' | 'service'> & {
  readonly metrics: Pick<ResolvedConfig['metrics'], 'runtime' | 'memoryPressureRatio' | 'networkTimings'>;
};

export class RuntimeMetrics {
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly registry: MetricRegistry,
    private readonly config: RuntimeConfig,
    private readonly bus: TelemetryBus,
  ) {}

  /** Does nothing when `metrics.runtime` is off or it has been started. */
  start(): void {
    const { registry, config, bus, stops } = this;
    const { runtime, networkTimings, memoryPressureRatio } = config.metrics;
    if (!runtime || stops.length > 0) return;
    stops.push(
      registry.prometheus.addDefaultMetrics(),
      watchEventLoop(registry),
      watchMemoryLimit(registry),
      watchMemoryPressure(registry, bus, { thresholdRatio: memoryPressureRatio }),
      watchWorkers(registry),
      ...(networkTimings ? [watchLookups(registry), watchHandshakes(registry)] : []),
    );
    showApplication(registry, config);
  }

  /** Stops every monitor; what was read last stays readable. */
  close(): void {
    for (const stop of this.stops.splice(0)) stop();
  }
}
