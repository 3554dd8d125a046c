/** The application under load, with all signals on and every request traced. */
import { Module, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { ObservabilityModule, type ObservabilityOptions } from 'nestjs-observability';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Platform } from '../platform.js';
import { FickleController, SteadyController } from './busy.controller.js';
import { BusyGateway } from './busy.gateway.js';
import { BusyService } from './busy.service.js';
import { ServerTruth } from './server-truth.js';
import { SpanCounter } from './span-counter.js';

export interface BusyApplication {
  readonly app: INestApplication;
  readonly port: number;
  readonly server: Server;
  readonly truth: ServerTruth;
  readonly spans: SpanCounter;
}

/** @param tracesEndpoint of a receiver of OTLP over HTTP */
export async function startBusyApplication(platform: Platform, tracesEndpoint: string): Promise<BusyApplication> {
  const spans = new SpanCounter();
  const app = await NestFactory.create(moduleWith(observability(spans, tracesEndpoint)), adapterOf(platform), {
    bufferLogs: true,
  });
  app.useWebSocketAdapter(new WsAdapter(app));
  const server = app.getHttpServer() as Server;
  const truth = new ServerTruth(server);
  await app.listen(0, '127.0.0.1');
  return { app, port: (server.address() as AddressInfo).port, server, truth, spans };
}

function observability(spans: SpanCounter, endpoint: string): ObservabilityOptions {
  return {
    service: { name: 'busy' },
    traces: { sampleRatio: 1, protocol: 'http/protobuf', endpoint, scheduleDelayMs: 100 },
    logs: { destination: { write: () => undefined } },
    shutdown: { drainTimeoutMs: 0 },
    plugins: [spans.plugin()],
  };
}

function moduleWith(options: ObservabilityOptions): new () => object {
  @Module({
    imports: [ObservabilityModule.forRoot(options)],
    controllers: [SteadyController, FickleController],
    providers: [BusyService, BusyGateway],
  })
  class BusyModule {}
  return BusyModule;
}

function adapterOf(platform: Platform): ExpressAdapter | FastifyAdapter {
  return platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
}
