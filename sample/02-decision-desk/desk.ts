/** The desk as an application that can listen: its HTTP platform, its WebSockets, and NATS where it is configured. */
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { AppModule } from './app.module.js';
import { readSettings, SETTINGS, type Settings } from './common/settings.js';

export async function createDesk(): Promise<INestApplication> {
  const { platform } = readSettings(process.env);
  const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule, adapter, { bufferLogs: true, abortOnError: false });
  app.enableShutdownHooks();
  app.useWebSocketAdapter(new WsAdapter(app));
  return app;
}

export async function listen(app: INestApplication, port: number, host?: string): Promise<void> {
  const { natsUrl } = app.get<Settings>(SETTINGS);
  if (natsUrl !== undefined) {
    const options = { servers: [natsUrl], queue: 'decision-desk' };
    app.connectMicroservice<MicroserviceOptions>({ transport: Transport.NATS, options });
    await app.startAllMicroservices();
  }
  await (host === undefined ? app.listen(port) : app.listen(port, host));
}
