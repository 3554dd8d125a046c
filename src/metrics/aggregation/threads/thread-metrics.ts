/**
 * Metrics of a worker thread that runs no application of its own: they belong to the application of the main thread, and are shown
 * where that is scraped.
 */
import { isMainThread } from 'node:worker_threads';
import { Diagnostics } from '../../../kernel/index.js';
import { Exposition } from '../../exposition.js';
import { MetricRegistry } from '../../metric-registry.js';
import { MetricsService } from '../../metrics.service.js';
import { Aggregation } from '../aggregation.js';
import { mainApplication, type MainApplication } from './main-application.js';

let known: MetricsService | undefined;

/** Undefined in the main thread, and where that had no application when the thread began. */
export function threadMetrics(): MetricsService | undefined {
  const main = isMainThread ? undefined : mainApplication();
  return main && (known ??= newService(main));
}

function newService({ config, handOverIntervalMs }: MainApplication): MetricsService {
  const registry = new MetricRegistry(config, new Diagnostics());
  const exposition = new Exposition(registry);
  new Aggregation({ registry, exposition, config: { aggregate: 'auto', handOverIntervalMs } }).start();
  return new MetricsService(registry);
}
