/** A program that starts an application with the options it is given, asks for the console, and tells what that took. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { relative } from 'node:path';
// What is built beside this program, not an installed package.
import { ObservabilityModule, type ObservabilityOptions } from '../../src/index.js';
import { ObservabilityRuntime } from '../../src/observability.runtime.js';

const options = JSON.parse(process.argv[2]!) as ObservabilityOptions;

@Module({ imports: [ObservabilityModule.forRoot({ logs: { level: 'fatal' }, ...options })] })
class ProgramModule {}

async function main(): Promise<void> {
  const app = await NestFactory.create(ProgramModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const paths = ['', '/traces', '/api/v1/session', '/api/v1/link', '/assets/main.js'];
  const statuses = await Promise.all(paths.map(async (path) => (await fetch(`${url}/observability${path}`)).status));
  const { pipeline } = app.get(ObservabilityRuntime);
  const handlers = pipeline.currentHandlers.map(({ name }) => name).filter((name) => name.startsWith('console'));
  await app.close();
  process.stdout.write(`${JSON.stringify({ statuses, handlers, files: filesOfRoom() })}\n`);
}

function filesOfRoom(): string[] {
  const files = Object.keys(require.cache).map((file) => relative(`${__dirname}/../../src/console`, file));
  return files.filter((file) => !file.startsWith('..'));
}

void main();
