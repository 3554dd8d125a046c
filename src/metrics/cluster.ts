/** `nestjs-observability/cluster`: for the primary of cluster workers, which loads no framework for it. */
export { aggregateWorkers } from './aggregation/cluster/aggregate-workers.js';
