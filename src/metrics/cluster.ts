/**
 * `nestjs-observability/cluster`: for the primary of cluster workers, which loads no framework for it.
 *
 * @module nestjs-observability/cluster
 */
export { aggregateWorkers } from './aggregation/cluster/aggregate-workers.js';
