/**
 * nestjs-otel with OpenTelemetry's NodeSDK, set up by OTEL_* variables. It has no HTTP metrics or spans of its own, so the
 * handler is decorated like the service's method: that counts and traces each request.
 */
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { OpenTelemetryModule, OtelMethodCounter, Span } from 'nestjs-otel';
import type { SetUp } from './contender.js';
import { flushGlobalTracer } from './global-tracer.js';

export const setUp: SetUp = () => {
  new NodeSDK({ metricReaders: [new PrometheusExporter()] }).start();
  const decorators = [Span(), OtelMethodCounter()] as MethodDecorator[];
  return {
    imports: [OpenTelemetryModule.forRoot()],
    onHandler: decorators,
    onService: decorators,
    flush: flushGlobalTracer,
  };
};
