/** Ours: metrics made with `MetricsService`, text written by what answers GET /metrics. */
import 'reflect-metadata';
import { Module, type INestApplication, type InjectionToken } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MetricsService, ObservabilityModule } from 'nestjs-observability';
import { dirname, join } from 'node:path';
import { BUCKETS, COUNTER, countAt, durationsAt, HISTOGRAM, LABEL_NAMES, labelsAt, type Kind } from '../series.js';
import type { Contender } from './contender.js';

/** The class behind the endpoint, which is no part of the public API. */
interface Internals {
  readonly MetricRegistry: InjectionToken;
  readonly Exposition: new (registry: unknown) => { write(format: 'text'): AsyncIterable<string> };
}

export interface OurApplication extends Contender {
  readonly app: INestApplication;
}

const DEFAULT_MAX_SERIES = 2_000;

export async function ours(kind: Kind, series: number): Promise<OurApplication> {
  const app = await application(series);
  if (kind === 'counters') fillCounter(app.get(MetricsService), series);
  else fillHistogram(app.get(MetricsService), series);
  const { Exposition, MetricRegistry } = internals();
  const exposition = new Exposition(app.get(MetricRegistry));
  return { app, scrape: () => exposition.write('text'), close: () => app.close() };
}

async function application(series: number): Promise<INestApplication> {
  const limit = Math.max(series + 1, DEFAULT_MAX_SERIES);
  @Module({
    imports: [
      ObservabilityModule.forRoot({
        logs: { enabled: false },
        traces: { enabled: false },
        metrics: { maxSeries: limit, maxLabelValues: limit, runtime: false, includeDefaultRegistry: false },
      }),
    ],
  })
  class BenchModule {}
  return (await NestFactory.create(BenchModule, { logger: false })).init();
}

function fillCounter(metrics: MetricsService, series: number): void {
  const counter = metrics.counter({ ...COUNTER, labelNames: LABEL_NAMES });
  for (let index = 0; index < series; index++) counter.inc({ ...labelsAt(index) }, countAt(index));
}

function fillHistogram(metrics: MetricsService, series: number): void {
  const histogram = metrics.histogram({ ...HISTOGRAM, labelNames: LABEL_NAMES, buckets: BUCKETS });
  for (let index = 0; index < series; index++) {
    for (const duration of durationsAt(index)) histogram.observe({ ...labelsAt(index) }, duration);
  }
}

function internals(): Internals {
  return require(join(dirname(require.resolve('nestjs-observability')), 'metrics', 'index.js')) as Internals;
}
