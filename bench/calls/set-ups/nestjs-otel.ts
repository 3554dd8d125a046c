/** nestjs-otel's span and counter, alone and together, with OpenTelemetry's SDK behind both and no trace sampled. */
import { context, trace } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { OtelMethodCounter, Span } from 'nestjs-otel';
import { underSampledCaller } from './sampled-caller.js';
import { callOnce, expectCount, type CallsMade, type Place, type SetUp } from './set-up.js';
import { SpanCounter } from './span-counter.js';

export async function setUpNestjsOtel(): Promise<SetUp> {
  const spans = new SpanCounter();
  const reader = new PrometheusExporter({ preventServerStart: true });
  const sdk = new NodeSDK({
    autoDetectResources: false,
    instrumentations: [],
    logRecordProcessors: [],
    metricReaders: [reader],
    sampler: new tracing.ParentBasedSampler({ root: new tracing.TraceIdRatioBasedSampler(0) }),
    spanProcessors: [spans],
  });
  sdk.start();
  return {
    places: { unsampled: insideSpan },
    contenders: [
      { name: 'nestjs-otel', decorators: [Span(), OtelMethodCounter()], place: 'unsampled' },
      { name: 'nestjs-otel-counted', decorators: [OtelMethodCounter()], place: 'unsampled' },
      { name: 'nestjs-otel-traced', decorators: [Span()], place: 'unsampled' },
    ],
    async prove(made) {
      const counted = made.filter(({ contender }) => contender.name !== 'nestjs-otel-traced');
      const traced = made.filter(({ contender }) => contender.name !== 'nestjs-otel-counted');
      for (const one of counted) expectCount(one.className, await countedBy(reader, one), one.calls);
      expectCount('spans of unsampled calls', spans.seen, 0);
      for (const one of traced) await underSampledCaller(() => callOnce(one));
      expectCount('spans of sampled calls', spans.seen, traced.length * 8);
      return `all counted, 0 spans while unsampled, ${spans.seen} of as many once sampled`;
    },
    close: () => sdk.shutdown(),
  };
}

const insideSpan: Place = (work) => {
  const span = trace.getTracer('bench').startSpan('bench');
  return context.with(trace.setSpan(context.active(), span), work);
};

/** nestjs-otel's counter is named `app.Class.method.calls.total`. */
async function countedBy(reader: PrometheusExporter, { className }: CallsMade): Promise<number> {
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics.scopeMetrics
    .flatMap(({ metrics }) => metrics)
    .filter(({ descriptor }) => descriptor.name.startsWith(`app.${className}.`))
    .flatMap(({ dataPoints }) => dataPoints.map(({ value }) => value as number))
    .reduce((sum, value) => sum + value, 0);
}
