/** nestjs-otel with OpenTelemetry's SDK behind it: its decorators on the handler, metrics for Prometheus, spans to a collector. */
import 'reflect-metadata';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { OpenTelemetryModule, OtelMethodCounter, Span } from 'nestjs-otel';
import { serve } from './application.js';

const sdk = new NodeSDK({
  traceExporter: new OTLPTraceExporter(),
  metricReaders: [new PrometheusExporter({ host: '127.0.0.1', port: 0 })],
  instrumentations: [],
});
sdk.start();

// Its types are those of newer decorators; it is made for these.
const onHandler = [Span(), OtelMethodCounter()] as MethodDecorator[];

void serve({ imports: [OpenTelemetryModule.forRoot()], onHandler }, () => sdk.shutdown());
