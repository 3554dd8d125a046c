/** Starts the desk on Express or Fastify and says where to look. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Logger, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { SETTINGS, type Settings } from './common/settings.js';

const logger = new Logger('DecisionDesk');

async function bootstrap(): Promise<void> {
  const adapter = process.env.PLATFORM === 'fastify' ? new FastifyAdapter() : new ExpressAdapter();
  const app = await NestFactory.create(AppModule, adapter, { bufferLogs: true });
  app.enableShutdownHooks();

  const { port } = app.get<Settings>(SETTINGS);
  if (await isTaken(port)) return giveUp(app, `Port ${port} is taken. Choose another: PORT=3001`);
  try {
    await app.listen(port);
    announce(`http://localhost:${port}`);
  } catch (error) {
    await giveUp(app, error);
  }
}

/** Asked before the database opens: a second start should fail at once, not after seconds. */
async function isTaken(port: number): Promise<boolean> {
  const probe = createServer();
  try {
    await once(probe.listen(port), 'listening');
    return false;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return true;
    throw error;
  } finally {
    probe.close();
  }
}

async function giveUp(app: INestApplication, reason: unknown): Promise<void> {
  app.flushLogs();
  logger.error(reason);
  process.exitCode = 1;
  await app.close();
}

function announce(url: string): void {
  const places = {
    API: `${url}/sessions`,
    Metrics: `${url}/metrics`,
    Readiness: `${url}/health/ready`,
    'Try it': `curl -s ${url}/sessions -H 'x-user-id: grace' -H 'content-type: application/json' -d '{"title":"Choose a region"}'`,
  };
  for (const [name, place] of Object.entries(places)) logger.log(`${name}: ${place}`);
}

void bootstrap();
