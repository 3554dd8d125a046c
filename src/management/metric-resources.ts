/** What can be asked about metrics: values of instruments by family, the state of exporters, the catalog. */
import type { ResolvedConfig } from '../config/index.js';
import type { Diagnostics } from '../kernel/index.js';
import type { LiveMetrics, MetricRow } from './live-metrics.js';
import { problemOf } from './problem.js';
import type { Resource } from './resource.js';

export function instrumentsResource(live: LiveMetrics): Resource {
  return {
    name: 'instruments',
    read: async (query) => {
      const families = await live.families();
      const wanted = query.get('family');
      if (wanted === null) return { families: Object.fromEntries(families) };
      const metrics = families.get(wanted);
      if (metrics === undefined)
        throw problemOf(404, 'There is no such family', `use one of ${[...families.keys()].join(', ')}`, wanted);
      return { families: { [wanted]: metrics } };
    },
  };
}

export function exportersResource(live: LiveMetrics, diagnostics: Diagnostics): Resource {
  return {
    name: 'exporters',
    read: async () => {
      const own = (await live.families()).get('ourselves') ?? [];
      const drops = [...diagnostics.drops.values()].map(({ labels, value }) => ({ ...labels, count: value }));
      return { exporters: exporterRows(own), drops };
    },
  };
}

export function catalogResource(live: LiveMetrics, { maxSeries, maxLabelValues }: SeriesBounds): Resource {
  return { name: 'metrics', read: () => ({ maxSeries, maxLabelValues, metrics: live.catalog() }) };
}

type SeriesBounds = Pick<ResolvedConfig['metrics'], 'maxSeries' | 'maxLabelValues'>;

/** Metric → what it says about an exporter. */
const EXPORTER_FIELDS: ReadonlyMap<string, 'queued' | 'exported' | 'lastSuccess'> = new Map([
  ['observability_exporter_queue_size', 'queued'],
  ['observability_exported_total', 'exported'],
  ['observability_exporter_last_success_timestamp_seconds', 'lastSuccess'],
]);

function exporterRows(metrics: readonly MetricRow[]): readonly object[] {
  const rows = new Map<string, Record<string, unknown>>();
  for (const { name, series } of metrics) {
    const field = [...EXPORTER_FIELDS].find(([metric]) => name.endsWith(metric))?.[1];
    for (const { labels, value } of field === undefined ? [] : series) {
      const signal = labels['signal']!;
      const shown = field === 'lastSuccess' ? new Date(Number(value) * 1000).toISOString() : value;
      rows.set(signal, { signal, lastSuccess: null, ...rows.get(signal), [field!]: shown });
    }
  }
  return [...rows.values()];
}
