/**
 * The server whose hot path is profiled: one route, one method with all three decorators, a tenth of the requests sampled and
 * exported. It profiles itself, since only the process under load knows its own stacks.
 */
import 'reflect-metadata';
import { Controller, Get, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';
import { Session } from 'node:inspector/promises';
import { Counted, MetricsService, ObservabilityModule, Timed, Traced } from 'nestjs-observability';
import type { Account, Platform, ProfileCommand } from './recording.js';

/** What is asked for; under load the engine's sampling thread manages about a third of it, so requests are many. */
export const SAMPLING_INTERVAL_MICROS = 100;

@Injectable()
class GreetingService {
  @Traced()
  @Timed()
  @Counted()
  greet(): object {
    return { hello: 'world' };
  }
}

@Controller()
class HelloController {
  constructor(private readonly greetings: GreetingService) {}

  @Get('hello')
  hello(): object {
    return this.greetings.greet();
  }
}

async function main(platform: Platform, endpoint: string): Promise<void> {
  @Module({
    imports: [
      ObservabilityModule.forRoot({
        traces: { sampleRatio: 0.1, endpoint, scheduleDelayMs: 500 },
        logs: { enabled: false },
      }),
    ],
    controllers: [HelloController],
    providers: [GreetingService],
  })
  class ProfiledModule {}
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(ProfiledModule, adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const profiler = await openProfiler();
  process.on('message', async (command: ProfileCommand) => {
    const answer = command === 'account' ? {} : await profiler[command]();
    process.send!({ ...(await account(app.get(MetricsService), port)), ...answer });
  });
  process.on('disconnect', () => process.exit());
  process.send!({ port });
}

async function openProfiler() {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: SAMPLING_INTERVAL_MICROS });
  return {
    start: () => session.post('Profiler.start'),
    read: async () => ({ nodes: (await session.post('Profiler.stop')).profile.nodes }),
  };
}

/** Spans are counted when the page is read. */
async function account(metrics: MetricsService, port: number): Promise<Account> {
  const { user, system } = process.cpuUsage();
  await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const read = (name: string, labels: Record<string, string>): number => {
    const value = metrics.read(name, labels);
    return typeof value === 'number' ? value : 0;
  };
  return {
    requests: read('http_requests_total', { method: 'GET', route: '/hello', status: '200' }),
    calls: read('method_calls_total', { class: 'GreetingService', method: 'greet', outcome: 'ok' }),
    spansExported: read('observability_exported_total', { signal: 'traces' }),
    spansWaiting: read('observability_exporter_queue_size', { signal: 'traces' }),
    cpuMicros: user + system,
  };
}

void main(process.argv[2] as Platform, process.argv[3]!);
