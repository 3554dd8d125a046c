import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { NodeSDK } from '@opentelemetry/sdk-node';

export const sdk = new NodeSDK({
  serviceName: 'orders',
  metricReaders: [new PrometheusExporter({ host: '127.0.0.1', port: Number(process.env.PROMETHEUS_PORT) })],
  instrumentations: [new HttpInstrumentation()],
});

sdk.start();
