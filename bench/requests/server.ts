/** The server under load: a hello-world on Nest and Fastify whose module is switched on and off by its parent process. */
import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { MetricsService, ObservabilityModule, OperationPipeline } from 'nestjs-observability';
import type { Reading } from '../harness/paired-windows.js';
import { spansSeen, variants, type Variant } from './variants.js';

export type Command =
  { readonly ask: 'switch'; readonly isOn: boolean } | { readonly ask: 'read' } | { readonly ask: 'stop' };

@Controller()
class HelloController {
  @Get('hello')
  hello(): object {
    return { hello: 'world' };
  }
}

async function main(variant: Variant): Promise<void> {
  @Module({
    imports: [ObservabilityModule.forRoot(variants[variant])],
    controllers: [HelloController],
  })
  class BenchModule {}
  const app = await NestFactory.create(BenchModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const pipeline = app.get(OperationPipeline);
  const handlers = pipeline.currentHandlers;
  const metrics = app.get(MetricsService);
  process.on('message', (command: Command) => {
    if (command.ask === 'switch') pipeline.use(command.isOn ? handlers : []);
    if (command.ask === 'stop') void app.close().then(() => process.disconnect());
    else process.send!(reading(metrics));
  });
  process.send!({ port: (app.getHttpServer().address() as AddressInfo).port });
}

function reading(metrics: MetricsService): Reading {
  const { user, system } = process.cpuUsage();
  const counted = metrics.read('http_requests_total', { method: 'GET', route: '/hello', status: '200' });
  return {
    cpuMicros: user + system,
    counted: typeof counted === 'number' ? counted : 0,
    spans: spansSeen(),
  };
}

void main(process.argv[2] as Variant);
