/** One process that measures decorated calls and tells its parent. The engine decides once per process what it inlines. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObservabilityModule } from 'nestjs-observability';
import { measureDecoratedCalls } from './decorated-call.js';

async function main(rounds: number): Promise<void> {
  @Module({ imports: [ObservabilityModule.forRoot({ logs: { enabled: false } })] })
  class BenchModule {}
  const app = await NestFactory.createApplicationContext(BenchModule, { logger: false });
  process.send!(measureDecoratedCalls(rounds));
  await app.close();
  process.disconnect();
}

void main(Number(process.argv[2]));
