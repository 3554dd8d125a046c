/** `GET metrics`: all metrics there are, by family and name. */
import type { MetricRegistry } from '../../metrics/index.js';
import type { SeriesHistory } from '../recorder/series-history.js';
import type { ConsoleResource } from '../resource.js';
import type { MetricEntry, MetricsAnswer } from '../shapes/index.js';
import { metricEntry } from './metric-entry.js';

export class MetricsResource implements ConsoleResource {
  readonly name = 'metrics';

  constructor(
    private readonly history: SeriesHistory,
    private readonly registry: MetricRegistry,
  ) {}

  async read(): Promise<Omit<MetricsAnswer, 'version'>> {
    const { history, registry } = this;
    await history.look();
    const { maxSeries } = registry.config;
    const own = new Map([...registry.families()].map((family) => [family.fullName, family]));
    const metrics = [...history.metrics()].map((metric) => metricEntry(metric, own.get(metric.facts.name), maxSeries));
    return {
      metrics: metrics.toSorted(byFamilyAndName),
      maxSeries,
      keptSeries: history.size,
      omittedSeries: history.omittedCount,
    };
  }
}

function byFamilyAndName(left: MetricEntry, right: MetricEntry): number {
  return left.family.localeCompare(right.family) || left.name.localeCompare(right.name);
}
