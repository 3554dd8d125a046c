/** The page of one application: its own metrics, or those of all processes and threads it is one of. */
import type { MetricRegistry } from './metric-registry.js';
import { PageWriter } from './page-writer.js';
import { RegistryReader, wantedAmong } from './registry-reader.js';
import { defineScrapeMetrics } from './self-metrics.js';
import type { FormatName } from './text-format.js';

/** Where there is more than one process or thread. */
export interface SharedPage {
  /** Undefined where this application stands alone. */
  write(formatName: FormatName, names: readonly string[]): AsyncIterable<string> | undefined;
}

export class Exposition {
  readonly reader: RegistryReader;
  private readonly scrapes;
  private readonly writer: PageWriter;
  private sharedPage: SharedPage | undefined;

  constructor(registry: MetricRegistry) {
    const { diagnostics, config, clock } = registry;
    this.scrapes = defineScrapeMetrics(registry);
    const scrapeErrors = this.scrapes.errors.cell([]);
    this.reader = new RegistryReader(registry, () => scrapeErrors.increment());
    const { isolated: reader } = this.reader;
    this.writer = new PageWriter({ defaultLabels: config.defaultLabels, diagnostics, clock, reader });
  }

  /** Shows `page` from now on, where it has something to show. */
  share(page: SharedPage): void {
    this.sharedPage = page;
  }

  /** Text in chunks. With `names`, only families of these names. Never rejects because of a metric. */
  async *write(formatName: FormatName, names: readonly string[] = []): AsyncGenerator<string, void, undefined> {
    const startedAtMs = performance.now();
    try {
      yield* this.sharedPage?.write(formatName, names) ?? this.writeOwn(formatName, names);
    } finally {
      this.scrapes.duration.cell([]).observe((performance.now() - startedAtMs) / 1000);
    }
  }

  /** Of this process or thread alone. */
  writeOwn(formatName: FormatName, names: readonly string[]): AsyncIterable<string> {
    return this.writer.write(() => this.reader.read(wantedAmong(names)), formatName);
  }

  /** The whole text at once, for small registries and tools. */
  async text(formatName: FormatName = 'text', names: readonly string[] = []): Promise<string> {
    let whole = '';
    for await (const chunk of this.write(formatName, names)) whole += chunk;
    return whole;
  }
}
