/** Metrics for code outside Nest's injector. */
import { pipelineFor, type OperationPipeline } from '../kernel/index.js';
import { MetricsService } from './metrics.service.js';

const services = new WeakMap<OperationPipeline, MetricsService>();
const off = new MetricsService(undefined);

/** Makes `getMetrics()` answer with this service where the pipeline's application is meant. */
export function shareMetrics(pipeline: OperationPipeline, service: MetricsService): void {
  services.set(pipeline, service);
}

/**
 * The metrics of the application this code runs in, for code outside Nest's injector: that of the current operation, else
 * the newest application. In a worker thread without one it is the application of the main thread; without any, a service that
 * does nothing. Ask when recording, not while modules load.
 *
 * @example
 * ```ts
 * export function parse(text: string): unknown {
 *   return getMetrics().time('parse_duration_seconds', () => JSON.parse(text));
 * }
 * ```
 */
export function getMetrics(): MetricsService {
  const pipeline = pipelineFor(undefined);
  return (pipeline && services.get(pipeline)) ?? (pipeline === undefined ? ofThread() : undefined) ?? off;
}

function ofThread(): MetricsService | undefined {
  const { threadMetrics } = require('./aggregation/threads/thread-metrics.js') as ThreadMetrics;
  return threadMetrics();
}

type ThreadMetrics = typeof import('./aggregation/threads/thread-metrics.js');
