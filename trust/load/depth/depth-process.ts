/** Goes down in a process of its own, whose end by a stack overflow or by want of memory would be the finding. */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { trace } from '@opentelemetry/api';
import { ObservabilityModule } from 'nestjs-observability';
import { AsyncLocalStorage } from 'node:async_hooks';
import { SpanCounter } from '../busy/span-counter.js';
import { BareRecursion, DecoratedRecursion, type Recursion } from './recursions.js';

export type Way = keyof Recursion;

export interface DepthCommand {
  readonly way: Way;
  readonly depth: number;
  readonly isDecorated: boolean;
}

export interface DepthAnswer {
  /** Undefined where it went well. */
  readonly error: string | undefined;
  /** Whether the trace at the bottom is that at the top, and the application's own storage holds what it held. */
  readonly isContextIntact: boolean;
  /** Ended by the time the top was reached again. */
  readonly spans: number;
  readonly durationMs: number;
}

const spans = new SpanCounter();
const storage = new AsyncLocalStorage<object>();

async function go({ way, depth, isDecorated }: DepthCommand): Promise<DepthAnswer> {
  const recursion: Recursion = isDecorated ? new DecoratedRecursion() : new BareRecursion();
  const mark = {};
  const [startedAtMs, spansBefore] = [performance.now(), spans.created];
  const end = (error: string | undefined, isContextIntact: boolean): DepthAnswer => ({
    error,
    isContextIntact,
    spans: spans.created - spansBefore,
    durationMs: performance.now() - startedAtMs,
  });
  try {
    const found = await storage.run(mark, () => withinSpan(() => recursion[way](depth, lookAround)));
    return end(undefined, found.mark === mark && found.traceId === found.topTraceId);
  } catch (error) {
    return end(String(error), false);
  }
}

function lookAround(): { mark: object | undefined; traceId: string | undefined } {
  return { mark: storage.getStore(), traceId: trace.getActiveSpan()?.spanContext().traceId };
}

/** The trace that everything below belongs to. */
function withinSpan<T extends object>(work: () => Promise<T>): Promise<T & { topTraceId: string }> {
  return trace.getTracer('load').startActiveSpan('top', async (span) => {
    const found = await work();
    span.end();
    return { ...found, topTraceId: span.spanContext().traceId };
  });
}

async function main(): Promise<void> {
  @Module({
    imports: [
      ObservabilityModule.forRoot({
        service: { name: 'depth' },
        traces: { sampleRatio: 1, exporter: 'none' },
        logs: { destination: { write: () => undefined } },
        plugins: [spans.plugin()],
      }),
    ],
    providers: [DecoratedRecursion],
  })
  class DepthModule {}
  const app = await NestFactory.createApplicationContext(DepthModule, { bufferLogs: true });
  process.on('message', (command: DepthCommand | 'stop') => {
    if (command === 'stop') void app.close().then(() => process.disconnect());
    else void go(command).then((answer) => process.send!(answer));
  });
  process.send!('ready');
}

void main();
