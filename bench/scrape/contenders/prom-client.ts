/** prom-client as its users have it: `registry.metrics()` for each scrape. */
import { Counter, Histogram, Registry } from 'prom-client';
import { BUCKETS, COUNTER, countAt, durationsAt, HISTOGRAM, LABEL_NAMES, labelsAt, type Kind } from '../series.js';
import { atOnce, type Contender } from './contender.js';

export async function promClient(kind: Kind, series: number): Promise<Contender> {
  const registry = new Registry();
  if (kind === 'counters') fillCounter(registry, series);
  else fillHistogram(registry, series);
  return { scrape: () => atOnce(registry.metrics()), close: async () => registry.clear() };
}

function fillCounter(registry: Registry, series: number): void {
  const counter = new Counter({ ...COUNTER, labelNames: LABEL_NAMES, registers: [registry] });
  for (let index = 0; index < series; index++) counter.inc({ ...labelsAt(index) }, countAt(index));
}

function fillHistogram(registry: Registry, series: number): void {
  const histogram = new Histogram({ ...HISTOGRAM, labelNames: LABEL_NAMES, buckets: BUCKETS, registers: [registry] });
  for (let index = 0; index < series; index++) {
    for (const duration of durationsAt(index)) histogram.observe({ ...labelsAt(index) }, duration);
  }
}
