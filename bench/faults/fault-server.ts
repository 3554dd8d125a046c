/** The application whose collector is faulty: everything sampled and exported, counted from the first span to the last. */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { MetricsService, ObservabilityModule, Sampling } from 'nestjs-observability';

export interface SpanAccount {
  readonly created: number;
  readonly exported: number;
  readonly dropped: number;
  readonly waiting: number;
  readonly warnings: number;
  readonly rssBytes: number;
}

@Controller()
class HelloController {
  @Get('hello')
  hello(): object {
    return { hello: 'world' };
  }
}

let created = 0;
let warnings = 0;

async function main(endpoint: string): Promise<void> {
  @Module({
    imports: [
      ObservabilityModule.forRoot({
        traces: { sampleRatio: 1, endpoint, scheduleDelayMs: 500, exportTimeoutMs: 1000 },
        logs: { level: 'warn', destination: { write: () => void warnings++ } },
        plugins: [
          {
            name: 'counter',
            spanProcessors: [
              {
                onStart: () => undefined,
                onEnd: () => void created++,
                forceFlush: async () => undefined,
                shutdown: async () => undefined,
              },
            ],
          },
        ],
      }),
    ],
    controllers: [HelloController],
  })
  class BenchModule {}
  const app = await NestFactory.create(BenchModule, new FastifyAdapter(), { bufferLogs: true });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  process.on('message', (message) => {
    if (message === 'stop') void app.close().then(() => process.disconnect());
    else if (String(message).startsWith('ratio ')) {
      app.get(Sampling).setRatio(Number(String(message).slice(6)));
      process.send!('set');
    } else void account(app.get(MetricsService), port).then((read) => process.send!(read));
  });
  process.send!({ port });
}

/** Reads the figures a user would read: from the metrics page. */
async function account(metrics: MetricsService, port: number): Promise<SpanAccount> {
  await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const read = (name: string, labels = {}): number => {
    const value = metrics.read(name, labels);
    return typeof value === 'number' ? value : 0;
  };
  return {
    created,
    exported: read('observability_exported_total', { signal: 'traces' }),
    dropped: read('observability_dropped_total', { signal: 'traces' }),
    waiting: read('observability_exporter_queue_size', { signal: 'traces' }),
    warnings,
    rssBytes: process.memoryUsage.rss(),
  };
}

void main(process.argv[2]!);
