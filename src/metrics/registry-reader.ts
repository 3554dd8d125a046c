/** Reads all metrics of an application, each in isolation: runs the collectors of ours, and asks those of others. */
import { IsolatedReader } from './isolated-reader.js';
import type { MetricFamily } from './metric-family.js';
import type { MetricRegistry } from './metric-registry.js';
import type { PageContent, ReadMetric } from './page-writer.js';
import { defaultRegistryMetrics, type ForeignMetric } from './prometheus-registry.js';
import type { PrometheusLabels } from './prometheus-values.js';

export type IsWanted = (name: string) => boolean;

export class RegistryReader {
  readonly isolated: IsolatedReader;

  constructor(
    private readonly registry: MetricRegistry,
    onFailure: () => void,
  ) {
    this.isolated = new IsolatedReader(registry.config.collectTimeoutMs, registry.diagnostics, onFailure);
  }

  /** Those there are now, with the values of this moment. */
  async read(isWanted: IsWanted): Promise<PageContent> {
    const families = [...this.registry.families()].filter((family) => isWanted(family.fullName));
    const [foreign] = await Promise.all([this.readForeign(({ name }) => isWanted(name)), this.collect(families)]);
    return { families, foreign };
  }

  async collect(families: readonly MetricFamily[]): Promise<void> {
    const collected = families.filter((family) => family.isCollected);
    const asked = collected.map((family) => ({
      source: family,
      name: family.fullName,
      work: () => family.collect(),
    }));
    await this.isolated.readAll(asked);
  }

  async readForeign(isWanted: (metric: ForeignMetric) => boolean): Promise<readonly ReadMetric[]> {
    const metrics = this.foreignMetrics().filter(({ metric }) => isWanted(metric));
    const asked = metrics.map(({ metric }) => ({
      source: metric,
      name: metric.name,
      work: async () => metric.get(),
    }));
    const readings = await this.isolated.readAll(asked);
    return metrics.flatMap(({ defaultLabels }, index) => {
      const reading = readings[index];
      return reading === undefined ? [] : [{ reading, defaultLabels }];
    });
  }

  private foreignMetrics(): { readonly metric: ForeignMetric; readonly defaultLabels: PrometheusLabels }[] {
    const { prometheus, config } = this.registry;
    const registries = config.includeDefaultRegistry
      ? [prometheus.foreign(), defaultRegistryMetrics()]
      : [prometheus.foreign()];
    return registries.flatMap(({ metrics, defaultLabels }) => metrics.map((metric) => ({ metric, defaultLabels })));
  }
}

/** `name[]` as Prometheus' own clients have it: whole family names; without any, everything. */
export function wantedAmong(names: readonly string[]): IsWanted {
  if (names.length === 0) return () => true;
  const wanted = new Set(names);
  return (name) => wanted.has(name);
}
