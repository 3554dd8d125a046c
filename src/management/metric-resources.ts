/** What can be asked about metrics: values of instruments by family, the state of exporters, the catalog. */
import type { ResolvedConfig } from '../config/index.js';
import { problemOf } from '../endpoints/index.js';
import type { Diagnostics } from '../kernel/index.js';
import { exporterRows } from './exporter-rows.js';
import type { LiveMetrics } from './live-metrics.js';
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
    read: async () => exporterRows(await live.families(), diagnostics),
  };
}

export function catalogResource(live: LiveMetrics, { maxSeries, maxLabelValues }: SeriesBounds): Resource {
  return { name: 'metrics', read: () => ({ maxSeries, maxLabelValues, metrics: live.catalog() }) };
}

type SeriesBounds = Pick<ResolvedConfig['metrics'], 'maxSeries' | 'maxLabelValues'>;
