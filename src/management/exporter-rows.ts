/** How telemetry gets out, by signal, and what had to be given up: from the library's own metrics. */
import type { Diagnostics } from '../kernel/index.js';
import type { MetricRow } from './live-metrics.js';

export interface ExporterRow {
  readonly signal: string;
  readonly queued: number | null;
  readonly exported: number | null;
  /** ISO 8601. */
  readonly lastSuccess: string | null;
}

export interface DropRow {
  readonly signal: string;
  readonly reason: string;
  readonly count: number;
}

export interface ExporterRows {
  readonly exporters: readonly ExporterRow[];
  readonly drops: readonly DropRow[];
}

export function exporterRows(
  families: ReadonlyMap<string, readonly MetricRow[]>,
  diagnostics: Pick<Diagnostics, 'drops'>,
): ExporterRows {
  const drops = [...diagnostics.drops.values()].map(({ labels, value }) => ({
    signal: labels['signal']!,
    reason: labels['reason']!,
    count: value,
  }));
  return { exporters: rowsOf(families.get('ourselves') ?? []), drops };
}

/** Metric → what it says about an exporter. */
const EXPORTER_FIELDS: ReadonlyMap<string, Exclude<keyof ExporterRow, 'signal'>> = new Map([
  ['observability_exporter_queue_size', 'queued'],
  ['observability_exported_total', 'exported'],
  ['observability_exporter_last_success_timestamp_seconds', 'lastSuccess'],
]);

function rowsOf(metrics: readonly MetricRow[]): ExporterRow[] {
  const rows = new Map<string, ExporterRow>();
  for (const { name, series } of metrics) {
    const field = [...EXPORTER_FIELDS].find(([metric]) => name.endsWith(metric))?.[1];
    for (const { labels, value } of field === undefined ? [] : series) {
      const signal = labels['signal']!;
      const shown = field === 'lastSuccess' ? new Date(Number(value) * 1000).toISOString() : value;
      rows.set(signal, {
        signal,
        queued: null,
        exported: null,
        lastSuccess: null,
        ...rows.get(signal),
        [field!]: shown,
      });
    }
  }
  return [...rows.values()];
}
