/** Tells prom-client's metrics: what only grows by how much it grew, the rest as it is. */
import { missingFrom } from '../foreign-samples.js';
import type { ReadMetric } from '../page-writer.js';
import type { ForeignReading, ForeignValue } from '../prometheus-registry.js';
import type { PrometheusLabels } from '../prometheus-values.js';
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

  constructor(private readonly source: string) {}

  /** Of metrics with one name the first is told, as on the page. In pieces. */
  *contributions(metrics: readonly ReadMetric[], telling: number): Iterable<ForeignGrowth | ForeignStates> {
    const names = new Set<string>();
    for (const { reading, defaultLabels } of metrics) {
      if (names.has(reading.name)) continue;
      names.add(reading.name);
      yield* this.contributionsOf(reading, defaultLabels, telling);
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
    yield { ...states, lines: [] };
    for (let start = 0; start < values.length; start += PIECE_LINES) {
      const piece = values.slice(start, start + PIECE_LINES).map((value) => withLabels(value, defaultLabels));
      const [totals, others] = [
        piece.filter((value) => grows(metric, value)),
        piece.filter((value) => !grows(metric, value)),
      ];
      yield { kind: 'foreign-growth', metric, lines: totals.flatMap((value) => this.growthOf(metric, value)) };
      yield { ...states, lines: others.map((value) => ({ ...lineOf(metric, value), value: travelling(value.value) })) };
    }
  }

  /** Nothing when there is nothing new; a line is told when it is new, even of 0. */
  private growthOf(metric: ForeignHead, sample: ForeignValue): ForeignGrowth['lines'] {
    const line = lineOf(metric, sample);
    const told = this.toldOf(metric.name);
    const key = keyOfLine(line);
    const known = told.get(key);
    if (known === sample.value) return [];
    told.set(key, sample.value);
    // What is smaller than it was has begun anew.
    const by = sample.value - (known === undefined || sample.value < known ? 0 : known);
    return [{ ...line, by, ...(sample.exemplar && { exemplar: sample.exemplar }) }];
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

function withLabels(value: ForeignValue, defaultLabels: PrometheusLabels): ForeignValue {
  return { ...value, labels: { ...value.labels, ...missingFrom(value.labels, defaultLabels) } };
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
