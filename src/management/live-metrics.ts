/** Metrics as of this moment, as a scrape would see them, and the catalog with its sizes. */
import {
  MetricsService,
  type Exposition,
  type MetricRegistry,
  type MetricSnapshot,
  type SeriesSnapshot,
} from '../metrics/index.js';

/** Of one metric, so many are shown; its whole number stands beside them. */
const MAX_SERIES = 100;

export interface MetricRow extends MetricSnapshot {
  readonly unit: string;
  readonly seriesCount: number;
}

export class LiveMetrics {
  private readonly metrics: MetricsService;

  constructor(
    private readonly registry: MetricRegistry,
    private readonly exposition: Exposition,
  ) {
    this.metrics = new MetricsService(registry);
  }

  /** By family, the collectors asked. */
  async families(): Promise<ReadonlyMap<string, readonly MetricRow[]>> {
    await this.exposition.reader.read(() => true);
    const byFamily = new Map<string, MetricRow[]>();
    for (const snapshot of this.metrics.snapshot()) {
      const { family, unit } = this.registry.find(snapshot.name)!.definition;
      const { series } = snapshot;
      const row = { ...snapshot, unit, seriesCount: series.length, series: series.slice(0, MAX_SERIES) };
      byFamily.set(family, [...(byFamily.get(family) ?? []), row]);
    }
    return byFamily;
  }

  /** All series of one metric under its name without prefix, as they were read last; none where there is no such metric. */
  series(name: string): readonly SeriesSnapshot[] {
    const fullName = this.registry.find(name)?.fullName;
    return this.metrics.snapshot().find((snapshot) => snapshot.name === fullName)?.series ?? [];
  }

  /** What there is, without its values. */
  catalog(): readonly object[] {
    return this.metrics.snapshot().map(({ name, series }) => {
      const { type, unit, help, labelNames, family } = this.registry.find(name)!.definition;
      return { name, type, unit, help, labelNames, family, seriesCount: series.length };
    });
  }
}
