/**
 * An application that exports over OTLP, to a port where nobody listens: says after its start, after a request of its own, and after
 * one with a span of somebody else's, which packages of OpenTelemetry are loaded and what spans there were.
 */
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { trace } from '@opentelemetry/api';
import type { AddressInfo } from 'node:net';
import { ObservabilityModule } from '../../src/index.js';
import type { FinishedSpan } from '../../src/tracing/index.js';

const spans: FinishedSpan[] = [];
const memory = {
  name: 'memory',
  spanProcessors: [
    {
      onStart: () => undefined,
      onEnd: (span: FinishedSpan) => void spans.push(span),
      forceFlush: async () => undefined,
      shutdown: async () => undefined,
    },
  ],
};

@Controller()
class ShopController {
  @Get('own')
  own(): string {
    return 'own';
  }

  @Get('foreign')
  foreign(): string {
    trace.getTracer('library').startSpan('foreign').end();
    return 'foreign';
  }
}

@Module({
  imports: [
    ObservabilityModule.forRoot({
      traces: { exporter: 'otlp', endpoint: 'http://127.0.0.1:1', sampleRatio: 1 },
      http: { phases: false },
      plugins: [memory],
    }),
  ],
  controllers: [ShopController],
})
class ShopModule {}

/** Whether the trace SDK is loaded, under either of its names. */
function isTraceSdkLoaded(): boolean {
  return Object.keys(require.cache).some((path) => /@opentelemetry[/\\]sdk-trace/.test(path));
}

async function main(): Promise<void> {
  const app = await NestFactory.create(ShopModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const loaded = [isTraceSdkLoaded()];
  for (const path of ['own', 'foreign']) {
    await (await fetch(`http://127.0.0.1:${port}/${path}`)).text();
    loaded.push(isTraceSdkLoaded());
  }
  await app.close();
  const [own, foreign, above] = spans;
  process.stdout.write(
    JSON.stringify({
      loaded,
      names: spans.map(({ name }) => name),
      isOneTrace: foreign!.spanContext().traceId === above!.spanContext().traceId,
      isInside: foreign!.parentSpanContext?.spanId === above!.spanContext().spanId,
      isOneResource: spans.every(({ resource }) => resource === own!.resource),
      sdkLanguage: own!.resource.attributes['telemetry.sdk.language'],
    }),
  );
}

void main();
