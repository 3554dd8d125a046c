/** A Nest application with nothing but our module. */
import 'reflect-metadata';
import { Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObservabilityModule, OperationPipeline, type ObservabilityOptions } from 'nestjs-observability';
import type { Place } from './set-up.js';

export async function ownApplication(options: ObservabilityOptions): Promise<INestApplicationContext> {
  @Module({ imports: [ObservabilityModule.forRoot({ logs: { enabled: false }, ...options })] })
  class BenchModule {}
  return NestFactory.createApplicationContext(BenchModule, { logger: false });
}

/** Inside an operation, sampled or not as the application is configured. */
export function insideOperation(app: INestApplicationContext): Place {
  const pipeline = app.get(OperationPipeline);
  return (work) => pipeline.observe({ kind: 'schedule.run', name: 'bench' }, work);
}
