/** OpenTelemetry's metrics SDK and its Prometheus exporter, with a limit that lets it keep all series. */
import type { Meter } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { metrics } from '@opentelemetry/sdk-node';
import { BUCKETS, COUNTER, countAt, durationsAt, HISTOGRAM, labelsAt, type Kind } from '../series.js';
import { atOnce, type Contender } from './contender.js';

export async function openTelemetry(kind: Kind, series: number): Promise<Contender> {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const provider = new metrics.MeterProvider({
    readers: [reader],
    views: [{ instrumentName: '*', aggregationCardinalityLimit: series + 2 }],
  });
  if (kind === 'counters') fillCounter(provider.getMeter('bench'), series);
  else fillHistogram(provider.getMeter('bench'), series);
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  const text = async (): Promise<string> => serializer.serialize((await reader.collect()).resourceMetrics);
  return { scrape: () => atOnce(text()), close: () => provider.shutdown() };
}

function fillCounter(meter: Meter, series: number): void {
  const counter = meter.createCounter(COUNTER.name, { description: COUNTER.help });
  for (let index = 0; index < series; index++) counter.add(countAt(index), { ...labelsAt(index) });
}

function fillHistogram(meter: Meter, series: number): void {
  const advice = { explicitBucketBoundaries: BUCKETS };
  const histogram = meter.createHistogram(HISTOGRAM.name, { description: HISTOGRAM.help, advice });
  for (let index = 0; index < series; index++) {
    for (const duration of durationsAt(index)) histogram.record(duration, { ...labelsAt(index) });
  }
}
