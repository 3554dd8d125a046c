/**
 * Writes all metrics of an application as a stream of text: ours from their cells, then those of others, each read in
 * isolation. Large registries are written in slices between which the event loop runs.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { foreignText } from './foreign-samples.js';
import { IsolatedReader } from './isolated-reader.js';
import type { MetricFamily } from './metric-family.js';
import type { MetricRegistry } from './metric-registry.js';
import { ownText } from './own-samples.js';
import { defaultRegistryMetrics, type ForeignMetric, type ForeignReading } from './prometheus-registry.js';
import type { PrometheusLabels } from './prometheus-values.js';
import { SampleWriters } from './sample-writers.js';
import { defineScrapeMetrics } from './self-metrics.js';
import { formats, type FormatName, type TextFormat } from './text-format.js';

/** Characters that are handed on at once; small families share a chunk. */
const CHUNK_LENGTH = 32_768;
/** The longest time other work waits for a scrape. */
const SLICE_MS = 2;

export class Exposition {
  private readonly scrapes;
  private readonly reader: IsolatedReader;
  private readonly writers: Readonly<Record<FormatName, SampleWriters>>;

  constructor(private readonly registry: MetricRegistry) {
    const { diagnostics, config } = registry;
    this.writers = {
      text: new SampleWriters(formats.text, config.defaultLabels),
      openmetrics: new SampleWriters(formats.openmetrics, config.defaultLabels),
    };
    this.scrapes = defineScrapeMetrics(registry);
    const scrapeErrors = this.scrapes.errors.cell([]);
    this.reader = new IsolatedReader(config.collectTimeoutMs, diagnostics, () => scrapeErrors.increment());
  }

  /** Text in chunks. With `names`, only families of these names. Never rejects because of a metric. */
  async *write(formatName: FormatName, names: readonly string[] = []): AsyncGenerator<string, void, undefined> {
    const startedAtMs = performance.now();
    try {
      yield* inSlices(this.parts(formatName, selector(names)));
    } finally {
      this.scrapes.duration.cell([]).observe((performance.now() - startedAtMs) / 1000);
    }
  }

  /** The whole text at once, for small registries and tools. */
  async text(formatName: FormatName = 'text', names: readonly string[] = []): Promise<string> {
    let whole = '';
    for await (const chunk of this.write(formatName, names)) whole += chunk;
    return whole;
  }

  private async *parts(formatName: FormatName, isWanted: (name: string) => boolean): AsyncGenerator<Iterable<string>> {
    const format = formats[formatName];
    const families = [...this.registry.families()].filter((family) => isWanted(family.fullName));
    const [foreign] = await Promise.all([this.readForeign(isWanted), this.collect(families)]);
    yield this.ownTexts(families, formatName);
    yield this.foreignTexts(foreign, format, families);
    yield [format.end];
  }

  private *ownTexts(families: readonly MetricFamily[], formatName: FormatName): Iterable<string> {
    for (const family of families) yield* ownText(family, formats[formatName], this.writers[formatName]);
  }

  private async collect(families: readonly MetricFamily[]): Promise<void> {
    const collected = families.filter((family) => family.isCollected);
    const asked = collected.map((family) => ({
      source: family,
      name: family.fullName,
      work: () => family.collect(),
    }));
    await this.reader.readAll(asked);
  }

  private async readForeign(isWanted: (name: string) => boolean): Promise<readonly ReadMetric[]> {
    const metrics = this.foreignMetrics().filter(({ metric }) => isWanted(metric.name));
    const asked = metrics.map(({ metric }) => ({
      source: metric,
      name: metric.name,
      work: async () => metric.get(),
    }));
    const readings = await this.reader.readAll(asked);
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

  /** A family must stand once on the page; of two with one name the first is kept, and ours come first. */
  private *foreignTexts(
    metrics: readonly ReadMetric[],
    format: TextFormat,
    ours: readonly MetricFamily[],
  ): Iterable<string> {
    const ourNames = new Set(ours.map((family) => format.familyName(family)));
    const shown = new Set(ourNames);
    for (const { reading, defaultLabels } of metrics) {
      const name = format.familyName(reading);
      if (ourNames.has(name)) this.warnAboutCollision(reading.name);
      if (shown.has(name)) continue;
      shown.add(name);
      yield* this.reader.attempt(reading.name, () => foreignText(reading, format, defaultLabels));
    }
  }

  private warnAboutCollision(name: string): void {
    this.registry.diagnostics.warnOnce(
      `collision:${name}`,
      `Metric ${name} of prom-client's registry is left out of the scrape: a metric of ours has that name. ` +
        `Rename it, or set metrics.prefix.`,
    );
  }
}

interface ReadMetric {
  readonly reading: ForeignReading;
  readonly defaultLabels: PrometheusLabels;
}

/** Joins pieces to chunks, and lets the event loop run when a slice of time is used up. */
async function* inSlices(parts: AsyncIterable<Iterable<string>>): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  let sliceStartedAtMs = performance.now();
  for await (const pieces of parts) {
    for (const piece of pieces) {
      chunk += piece;
      if (chunk.length >= CHUNK_LENGTH) {
        yield chunk;
        chunk = '';
      }
      if (performance.now() - sliceStartedAtMs < SLICE_MS) continue;
      // oxlint-disable-next-line no-await-in-loop -- to wait is the purpose
      await nextTurn();
      sliceStartedAtMs = performance.now();
    }
  }
  if (chunk !== '') yield chunk;
}

/** `name[]` as Prometheus' own clients have it: whole family names; without any, everything. */
function selector(names: readonly string[]): (name: string) => boolean {
  if (names.length === 0) return () => true;
  const wanted = new Set(names);
  return (name) => wanted.has(name);
}
