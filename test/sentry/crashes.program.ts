/** A program that crashes in the way it is told to, with Sentry's ingest at the DSN of its environment. */
import 'reflect-metadata';
import { Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
// What is built beside this program, not an installed package.
import { ObservabilityModule } from '../../src/index.js';
import { sentry } from '../../src/sentry/index.js';

const plugins = process.env['PLUGIN'] === undefined ? [] : [sentry()];
const shutdown = { flushTimeoutMs: Number(process.env['FLUSH_TIMEOUT_MS'] ?? 5000) };

@Module({ imports: [ObservabilityModule.forRoot({ plugins, shutdown, logs: { pretty: false } })] })
class ProgramModule {}

class CrashError extends Error {}

const crashes: Readonly<Record<string, () => unknown>> = {
  throw: () => {
    throw new CrashError('of the program');
  },
  reject: () => Promise.reject(new CrashError('of the program')),
  survive: () => {
    process.on('uncaughtException', () => setTimeout(() => process.exit(7), 300));
    throw new CrashError('of the program');
  },
  exit: () => {
    process.on('uncaughtException', () => process.exit(7));
    throw new CrashError('of the program');
  },
};

async function main([crash = '']: readonly string[]): Promise<void> {
  const app = await NestFactory.create(ProgramModule, { bufferLogs: true });
  await app.init();
  setImmediate(() => {
    new Logger('Program').warn('it is getting late');
    void crashes[crash]?.();
  });
}

void main(process.argv.slice(2));
