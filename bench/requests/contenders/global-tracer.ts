/** Sends what waits in the tracer provider that an OpenTelemetry SDK has registered. */
import { ProxyTracerProvider, trace, type TracerProvider } from '@opentelemetry/api';

type Flushable = TracerProvider & { forceFlush(): Promise<void> };

export async function flushGlobalTracer(): Promise<void> {
  const provider = trace.getTracerProvider();
  await ((provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider) as Flushable).forceFlush();
}
