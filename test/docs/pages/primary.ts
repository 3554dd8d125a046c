/** The file of docs/10-instruments.md that forks: the whole of a primary. */
// #region primary
import cluster from 'node:cluster';
import { aggregateWorkers } from 'nestjs-observability/cluster';

if (cluster.isPrimary) {
  aggregateWorkers();
  cluster.fork();
}
// #endregion
