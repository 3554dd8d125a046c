/** A metric as the tree shows it. */
import type { MetricFamily, MetricRegistry } from '../../metrics/index.js';
import type { MetricHistory } from '../recorder/series/metric-history.js';
import type { MetricEntry } from '../shapes/index.js';

/** Of its limit, from this share on a metric is near it. */
const NEAR_RATIO = 0.8;

export function familyNamed(registry: MetricRegistry, fullName: string): MetricFamily | undefined {
  return [...registry.families()].find((family) => family.fullName === fullName);
}

/** @param own undefined for what prom-client keeps, which has no limit */
export function metricEntry(metric: MetricHistory, own: MetricFamily | undefined, maxSeries: number): MetricEntry {
  const { name, type, unit, help, family } = metric.facts;
  const seriesCount = own?.seriesCount ?? metric.seriesCount;
  return {
    name,
    type,
    unit,
    help,
    family,
    labelNames: labelNamesOf(metric, own),
    seriesCount,
    isNearLimit: own !== undefined && seriesCount >= NEAR_RATIO * maxSeries,
  };
}

/** Series of one metric may have different labels. */
function labelNamesOf({ series }: MetricHistory, own: MetricFamily | undefined): readonly string[] {
  const names = new Set(own?.labelNames);
  for (const { labels } of series) for (const name of Object.keys(labels)) names.add(name);
  return [...names];
}
