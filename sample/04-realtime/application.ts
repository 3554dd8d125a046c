/** The auction as an application that can listen: its HTTP platform, and WebSockets that a browser speaks by itself. */
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import { AppModule } from './app.module.js';

/** @param platform `fastify`, or Express */
export async function createApplication(platform?: string): Promise<INestApplication> {
  const adapter = platform === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule, adapter, { bufferLogs: true });
  app.enableShutdownHooks();
  app.useWebSocketAdapter(new WsAdapter(app));
  return app;
}
