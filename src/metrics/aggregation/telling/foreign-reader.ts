/**
 * Tells prom-client's metrics: what only grows by how much it grew, the rest as it is. Each is told in isolation, since what it says
 * about itself may be anything. Readings must come in the order in which they were taken: an older one looks like a new beginning.
 */
import { missingFrom } from '../../foreign-samples.js';
import type { IsolatedReader } from '../../isolated-reader.js';
import type { ReadMetric } from '../../page-writer.js';
import type { ForeignReading, ForeignValue } from '../../prometheus-registry.js';
import type { PrometheusLabels } from '../../prometheus-values.js';
import {
  travelling,
  type ForeignGrowth,
  type ForeignHead,
  type ForeignLine,
  type ForeignStates,
} from './contribution.js';

const PIECE_LINES = 512;

export class ForeignReader {
  /** By metric and line: the total that was told last. */
  private readonly told = new Map<string, Map<string, number>>();

  constructor(
    private readonly source: string,
    private readonly isolated: Pick<IsolatedReader, 'attempt'>,
  ) {}

  /** Of metrics with one name the first is told, as on the page. In pieces. */
  *contributions(metrics: readonly ReadMetric[], telling: number): Iterable<ForeignGrowth | ForeignStates> {
    const names = new Set<string>();
    for (const { reading, defaultLabels } of metrics) {
      if (names.has(reading.name)) continue;
      names.add(reading.name);
      yield* this.isolated.attempt(reading.name, () => this.contributionsOf(reading, defaultLabels, telling));
    }
  }

  private *contributionsOf(
    reading: ForeignReading,
    defaultLabels: PrometheusLabels,
    telling: number,
  ): Iterable<ForeignGrowth | ForeignStates> {
    const metric = headOf(reading);
    const states = { kind: 'foreign-states', source: this.source, telling, metric } as const;
    const values = reading.values ?? [];
    const seen = new Set<string>();
    yield { ...states, lines: [] };
    for (let start = 0; start < values.length; start += PIECE_LINES) {
      const piece = values.slice(start, start + PIECE_LINES).map((value) => withLabels(value, defaultLabels));
      const [totals, others] = [
        piece.filter((value) => grows(metric, value)),
        piece.filter((value) => !grows(metric, value)),
      ];
      yield { kind: 'foreign-growth', metric, lines: totals.flatMap((value) => this.growthOf(metric, value, seen)) };
      yield { ...states, lines: others.map((value) => ({ ...lineOf(metric, value), value: travelling(value.value) })) };
    }
    this.forgetAllBut(seen, metric.name);
  }

  /** Nothing when there is nothing new; a line is told when it is new, even of 0. */
  private growthOf(metric: ForeignHead, sample: ForeignValue, seen: Set<string>): ForeignGrowth['lines'] {
    const line = lineOf(metric, sample);
    const told = this.toldOf(metric.name);
    const key = keyOfLine(line);
    seen.add(key);
    const known = told.get(key);
    if (known === sample.value) return [];
    told.set(key, sample.value);
    // What is smaller than it was has begun anew.
    const by = sample.value - (known === undefined || sample.value < known ? 0 : known);
    return [{ ...line, by, ...(sample.exemplar && { exemplar: sample.exemplar }) }];
  }

  /** A line that was removed begins anew when it comes again. */
  private forgetAllBut(seen: ReadonlySet<string>, name: string): void {
    const told = this.toldOf(name);
    if (told.size === seen.size) return;
    for (const key of told.keys()) if (!seen.has(key)) told.delete(key);
  }

  private toldOf(name: string): Map<string, number> {
    let told = this.told.get(name);
    if (told === undefined) this.told.set(name, (told = new Map()));
    return told;
  }
}

/** The same for the same labels in another order. */
export function keyOfLine({ sampleName = '', labels }: ForeignLine): string {
  return JSON.stringify([sampleName, ...Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function withLabels({ labels, exemplar, ...value }: ForeignValue, defaultLabels: PrometheusLabels): ForeignValue {
  return {
    ...value,
    labels: plain({ ...labels, ...missingFrom(labels, defaultLabels) }),
    ...(exemplar && { exemplar: { ...exemplar, labelSet: plain(exemplar.labelSet) } }),
  };
}

/** prom-client takes any value for a label; what is neither a text nor a number is shown as this text, and could not travel. */
function plain(labels: PrometheusLabels): PrometheusLabels {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [name, typeof value === 'number' ? value : String(value)]),
  );
}

function headOf({ name, help, type, aggregator = 'sum' }: ForeignReading): ForeignHead {
  return { name, help, type, aggregate: aggregator };
}

function lineOf({ name }: ForeignHead, { metricName, labels }: ForeignValue): ForeignLine {
  return metricName === undefined || metricName === name ? { labels } : { sampleName: metricName, labels };
}

/** Of summaries, the quantiles do not. */
function grows({ type, name }: ForeignHead, { metricName }: ForeignValue): boolean {
  return type !== 'gauge' && (type !== 'summary' || (metricName !== undefined && metricName !== name));
}
