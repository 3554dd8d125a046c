import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NestInstrumentation } from '@opentelemetry/instrumentation-nestjs-core';
import { PinoInstrumentation } from '@opentelemetry/instrumentation-pino';
import { NodeSDK, tracing } from '@opentelemetry/sdk-node';

export const sdk = new NodeSDK({
  serviceName: 'orders',
  spanProcessors: [new tracing.BatchSpanProcessor(new OTLPTraceExporter())],
  instrumentations: [new HttpInstrumentation(), new NestInstrumentation(), new PinoInstrumentation()],
});

sdk.start();
