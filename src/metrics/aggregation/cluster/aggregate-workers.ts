import cluster from 'node:cluster';
import { ObservabilityError } from '../../../kernel/index.js';
import { watchWorkers } from './cluster-primary.js';

/**
 * Adds up the metrics of cluster workers.
 * For the primary's file, which forks the workers: a scrape of any of them then shows the sums over all, and what a worker has
 * counted outlives it. Workers may be forked before or after. Returns what ends it.
 *
 * Node has one channel between primary and worker: listeners of `'message'` on both sides also see objects with the key
 * `nestjsObservability`. Pass over them, and take no first message of a worker for your own unless it says so.
 *
 * @throws ObservabilityError OBS_ERR_CONFIG when it is called in a worker
 * @example
 * ```ts
 * if (cluster.isPrimary) {
 *   aggregateWorkers();
 *   for (let count = 0; count < availableParallelism(); count++) cluster.fork();
 * } else {
 *   await (await NestFactory.create(AppModule)).listen(3000);
 * }
 * ```
 */
export function aggregateWorkers(): () => void {
  if (cluster.isPrimary) return watchWorkers();
  throw ObservabilityError.of({
    code: 'OBS_ERR_CONFIG',
    fact: 'aggregateWorkers() belongs to the primary, which forks the workers',
    got: `a call in worker ${cluster.worker?.id}`,
    fix: 'call it where cluster.isPrimary holds',
  });
}
