/**
 * Writes all metrics of an application as a stream of text: ours from their cells, then those of others, each read in
 * isolation. Large registries are written in slices between which the event loop runs.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { foreignText } from './foreign-samples.js';
import { IsolatedReader } from './isolated-reader.js';
import type { MetricFamily } from './metric-family.js';
import type { MetricRegistry } from './metric-registry.js';
import { sampleWriter } from './own-samples.js';
import { defaultRegistryMetrics, type ForeignMetric, type ForeignReading } from './prometheus-registry.js';
import type { PrometheusLabels } from './prometheus-values.js';
import { defineScrapeMetrics } from './self-metrics.js';
import { formats, type FormatName, type TextFormat } from './text-format.js';

const CHUNK_LENGTH = 16_384;
/** The longest time other work waits for a scrape. */
const SLICE_MS = 3;

export class Exposition {
  private readonly scrapes;
  private readonly reader: IsolatedReader;

  constructor(private readonly registry: MetricRegistry) {
    const { diagnostics, config } = registry;
    this.scrapes = defineScrapeMetrics(registry);
    const scrapeErrors = this.scrapes.errors.cell([]);
    this.reader = new IsolatedReader(config.collectTimeoutMs, diagnostics, () => scrapeErrors.increment());
  }

  /** Text in chunks. With `names`, only families of these names. Never rejects because of a metric. */
  async *write(formatName: FormatName, names: readonly string[] = []): AsyncGenerator<string, void, undefined> {
    const startedAtMs = performance.now();
    try {
      yield* inSlices(this.lines(formats[formatName], selector(names)));
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

  private async *lines(format: TextFormat, isWanted: (name: string) => boolean): AsyncGenerator<Iterable<string>> {
    const families = [...this.registry.families()].filter((family) => isWanted(family.fullName));
    const [foreign] = await Promise.all([
      this.readForeign(isWanted),
      ...families.map((family) => this.refresh(family)),
    ]);
    for (const family of families) yield familyLines(family, format, this.registry.config.defaultLabels);
    yield this.foreignLines(foreign, format, families);
    yield [format.end];
  }

  private async refresh(family: MetricFamily): Promise<void> {
    if (family.isCollected) await this.reader.read(family, family.fullName, () => family.collect());
    family.removeIdle(Date.now());
  }

  private async readForeign(isWanted: (name: string) => boolean): Promise<readonly ReadMetric[]> {
    const { prometheus, config } = this.registry;
    const registries = config.includeDefaultRegistry
      ? [prometheus.foreign(), defaultRegistryMetrics()]
      : [prometheus.foreign()];
    const read = registries.flatMap(({ metrics, defaultLabels }) =>
      metrics.filter(({ name }) => isWanted(name)).map((metric) => this.readOne(metric, defaultLabels)),
    );
    return (await Promise.all(read)).filter((metric) => metric !== undefined);
  }

  private async readOne(metric: ForeignMetric, defaultLabels: PrometheusLabels): Promise<ReadMetric | undefined> {
    const reading = await this.reader.read(metric, metric.name, async () => metric.get());
    return reading === undefined ? undefined : { reading, defaultLabels };
  }

  /** A family must stand once on the page; of two with one name the first is kept, and ours come first. */
  private *foreignLines(
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
      yield this.reader.attempt(reading.name, () => foreignText(reading, format, defaultLabels)) ?? '';
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

function* familyLines(
  family: MetricFamily,
  format: TextFormat,
  defaultLabels: Readonly<Record<string, string>>,
): Iterable<string> {
  const { fullName: name, type, help, definition } = family;
  yield format.head({ name, type, help, unit: definition.unit });
  const write = sampleWriter(family, format, defaultLabels);
  for (const cell of family.cells()) yield write(cell);
}

/** Joins lines to chunks, and lets the event loop run when a slice of time is used up. */
async function* inSlices(parts: AsyncIterable<Iterable<string>>): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  let sliceStartedAtMs = performance.now();
  for await (const lines of parts) {
    for (const line of lines) {
      chunk += line;
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = '';
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
