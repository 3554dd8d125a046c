/** What the application reads of its own metrics, as samples. */
import type { MetricsService, Reading } from 'nestjs-observability';
import { seriesOf, type Labels, type Samples } from '../accounting/series.js';

type Pair = readonly [series: string, value: number];

/** By `snapshot()`. */
export function samplesRead(metrics: MetricsService): Samples {
  const pairs = metrics
    .snapshot()
    .flatMap(({ name, series }) => series.flatMap(({ labels, value }) => samplesOf(name, labels, value)));
  return new Map(pairs);
}

/** By `read`, asked for the labels of one series after the other. */
export function samplesAsked(metrics: MetricsService): Samples {
  const pairs = metrics
    .snapshot()
    .flatMap(({ name, series }) =>
      series.flatMap(({ labels }) => samplesOf(name, labels, metrics.read(name, labels)!)),
    );
  return new Map(pairs);
}

function samplesOf(name: string, labels: Labels, reading: Reading): Pair[] {
  if (typeof reading === 'number') return [[seriesOf(name, labels), reading]];
  const totals: Pair[] = [
    [seriesOf(`${name}_sum`, labels), reading.sum],
    [seriesOf(`${name}_count`, labels), reading.count],
  ];
  if (!('buckets' in reading)) return totals;
  const buckets = reading.buckets.map(({ le, count }): Pair => [
    seriesOf(`${name}_bucket`, { ...labels, le: le === Infinity ? '+Inf' : le }),
    count,
  ]);
  return [...totals, ...buckets];
}
