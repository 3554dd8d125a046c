/** The application in which everything is on: canaries enter by HTTP, by messages, and by commands from inside. */
import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport } from '@nestjs/microservices';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { WsAdapter } from '@nestjs/platform-ws';
import multipart from '@fastify/multipart';
import { CageModule } from './cage.module.js';
import { Inside } from './inside.js';
import { SETTINGS_VARIABLE, type CageCommand, type CageSettings } from './settings.js';

const settings = JSON.parse(process.env[SETTINGS_VARIABLE]!) as CageSettings;

async function main(): Promise<void> {
  const app = await NestFactory.create(CageModule.with(settings), adapter(), { bufferLogs: true, abortOnError: false });
  app.useWebSocketAdapter(new WsAdapter(app));
  app.connectMicroservice({ transport: Transport.TCP, options: { host: '127.0.0.1', port: settings.rpcPort } });
  if (settings.platform === 'fastify') await (app.getHttpAdapter().getInstance() as FastifyLike).register(multipart);
  app.enableShutdownHooks([], { useProcessExit: true });
  await app.startAllMicroservices();
  await app.listen(settings.port, '127.0.0.1');
  process.on('message', (command) => void obey(app, command as CageCommand));
  // Nobody listens any more.
  process.on('disconnect', () => process.exit(1));
  process.send!('listening');
}

interface FastifyLike {
  register(plugin: unknown): Promise<unknown>;
}

function adapter(): ExpressAdapter | FastifyAdapter {
  return settings.platform === 'fastify' ? new FastifyAdapter({ forceCloseConnections: true }) : new ExpressAdapter();
}

async function obey(app: INestApplication, command: CageCommand): Promise<void> {
  if ('crash' in command) throw crashOf(command.crash.text);
  await app.get(Inside).enter(command.enter, command.canary);
  process.send!('entered');
}

function crashOf(text: string): Error {
  return new Error(`crashed by ${text}`, { cause: new TypeError(text) });
}

void main();
