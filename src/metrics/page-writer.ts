/**
 * Writes a page of metrics as a stream of text: ours from their cells, then those of others. Large pages are written in slices
 * between which the event loop runs.
 */
import type { Clock, Diagnostics } from '../kernel/index.js';
import { foreignText } from './foreign-samples.js';
import type { IsolatedReader } from './isolated-reader.js';
import type { MetricFamily } from './metric-family.js';
import { ownText } from './own-samples.js';
import type { ForeignReading } from './prometheus-registry.js';
import type { PrometheusLabels } from './prometheus-values.js';
import { SampleWriters } from './sample-writers.js';
import { Slices } from './slices.js';
import { formats, type FormatName, type TextFormat } from './text-format.js';

/** Characters that are handed on at once; small families share a chunk. */
const CHUNK_LENGTH = 32_768;

/** What a page shows. */
export interface PageContent {
  readonly families: readonly MetricFamily[];
  readonly foreign: readonly ReadMetric[];
}

export interface ReadMetric {
  readonly reading: ForeignReading;
  readonly defaultLabels: PrometheusLabels;
}

export interface PageWriterOptions {
  readonly defaultLabels: Readonly<Record<string, string>>;
  readonly diagnostics: Diagnostics;
  readonly clock: Clock;
  /** In whose isolation metrics that are not ours are written. */
  readonly reader: Pick<IsolatedReader, 'attempt'>;
}

export class PageWriter {
  private readonly writers: Readonly<Record<FormatName, SampleWriters>>;

  constructor(private readonly options: PageWriterOptions) {
    const { defaultLabels } = options;
    this.writers = {
      text: new SampleWriters(formats.text, defaultLabels),
      openmetrics: new SampleWriters(formats.openmetrics, defaultLabels),
    };
  }

  /** Chunks of text, made as they are read. What `content` reads is waited for first. */
  write(content: () => Promise<PageContent>, formatName: FormatName): AsyncGenerator<string, void, undefined> {
    return chunksOf(this.parts(content, formatName));
  }

  private async *parts(content: () => Promise<PageContent>, formatName: FormatName): AsyncGenerator<Iterable<string>> {
    const { families, foreign } = await content();
    yield this.ownTexts(families, formatName);
    yield this.foreignTexts(foreign, formats[formatName], families);
    yield [formats[formatName].end];
  }

  private *ownTexts(families: readonly MetricFamily[], formatName: FormatName): Iterable<string> {
    const nowMs = this.options.clock.now();
    for (const family of families) yield* ownText(family, this.writers[formatName], nowMs);
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
      yield* this.options.reader.attempt(reading.name, () => foreignText(reading, format, defaultLabels));
    }
  }

  private warnAboutCollision(name: string): void {
    this.options.diagnostics.warnOnce(
      `collision:${name}`,
      `Metric ${name} of prom-client's registry is left out of the scrape: a metric of ours has that name. ` +
        `Rename it, or set metrics.prefix.`,
    );
  }
}

/** Joins pieces to chunks, and lets the event loop run when a slice of time is used up. */
async function* chunksOf(parts: AsyncIterable<Iterable<string>>): AsyncGenerator<string, void, undefined> {
  let chunk = '';
  const slices = new Slices();
  for await (const pieces of parts) {
    for (const piece of pieces) {
      chunk += piece;
      if (chunk.length >= CHUNK_LENGTH) {
        yield chunk;
        chunk = '';
      }
      // oxlint-disable-next-line no-await-in-loop -- to wait is the purpose
      if (slices.isOver) await slices.rest();
    }
  }
  if (chunk !== '') yield chunk;
}
