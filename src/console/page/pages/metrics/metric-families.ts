/** Metrics in their families, as far as a search leaves any: those that have measured something first. */
import type { MetricEntry } from '../../../shapes/index.js';

export interface MetricFamily {
  readonly family: string;
  /** Any of them has a series. */
  readonly isUsed: boolean;
  /** By name. */
  readonly members: readonly MetricEntry[];
}

/** Each word has to stand in the name, the help or the family. */
export function familiesOf(metrics: readonly MetricEntry[], search: string): readonly MetricFamily[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const byFamily = new Map<string, MetricEntry[]>();
  for (const metric of metrics) {
    const text = `${metric.name} ${metric.help} ${metric.family}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    byFamily.set(metric.family, [...(byFamily.get(metric.family) ?? []), metric]);
  }
  return [...byFamily]
    .map(([family, members]) => familyOf(family, members))
    .toSorted((left, right) => Number(right.isUsed) - Number(left.isUsed) || compare(left.family, right.family));
}

function familyOf(family: string, members: readonly MetricEntry[]): MetricFamily {
  const isUsed = members.some(({ seriesCount }) => seriesCount > 0);
  return { family, isUsed, members: members.toSorted((left, right) => compare(left.name, right.name)) };
}

function compare(left: string, right: string): number {
  return left.localeCompare(right, 'en');
}
