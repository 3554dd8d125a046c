/** One instance of the shop, a process as a deployment has it: told everything by its environment, ended by signals. */
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import type { ServerResponse } from 'node:http';
import { ShopModule } from './shop.js';

const { env } = process;
const instanceId = env['INSTANCE']!;

async function main(): Promise<void> {
  const options = {
    service: { name: 'shop', instanceId },
    traces: { sampleRatio: 1 },
    metrics: { exporter: ['prometheus', 'otlp'] },
    logs: { exporter: 'otlp', pretty: false, maxPerSecond: 0 },
  } as const;
  const forceCloseConnections = env['CLOSES_BY_FORCE'] === 'true';
  const adapter = env['PLATFORM'] === 'fastify' ? new FastifyAdapter({ forceCloseConnections }) : new ExpressAdapter();
  const shop = ShopModule.observedBy(options, env['IS_SLOW_TO_START'] === 'true');
  const app: INestApplication = await NestFactory.create(shop, adapter, { bufferLogs: true, forceCloseConnections });
  app.useWebSocketAdapter(new WsAdapter(app));
  app.use((_request: unknown, response: ServerResponse, next: () => void) => {
    response.setHeader('x-instance', instanceId);
    next();
  });
  app.enableShutdownHooks([], { useProcessExit: env['ENDS_BY'] === 'exit' });
  process.send!('created');
  await app.listen(Number(env['PORT']), '127.0.0.1');
  process.on('message', () => void app.close().then(leave));
  process.on('disconnect', abandoned);
  process.send!('listening');
}

/** Ends by itself: nothing may keep it. */
function leave(): void {
  process.off('disconnect', abandoned);
  process.disconnect();
}

/** Whoever started it is gone. */
function abandoned(): void {
  process.exit(1);
}

void main();
