/** Decorated calls in an application that is observed, one time with spans and one time without. */
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObservabilityModule } from 'nestjs-observability';
import type { Trial } from '../../harness/trial.js';
import { tryMicrotasks } from './microtasks.js';
import { tryReflection } from './reflection.js';
import { tryResults } from './results.js';
import { tryStackFrames } from './stack-frames.js';

const SAMPLE_RATIOS = [1, 0];

const spanTaker = {
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

export async function tryCalls(trial: Trial): Promise<void> {
  tryReflection(trial);
  for (const sampleRatio of SAMPLE_RATIOS) await tryObserved(trial, sampleRatio);
}

async function tryObserved(trial: Trial, sampleRatio: number): Promise<void> {
  @Module({
    imports: [
      ObservabilityModule.forRoot({
        traces: { sampleRatio },
        logs: { enabled: false },
        console: { enabled: false },
        // Without somebody who wants spans there are none.
        plugins: [{ name: 'span-taker', spanProcessors: [spanTaker] }],
      }),
    ],
  })
  class ObservedModule {}
  const app = await NestFactory.createApplicationContext(ObservedModule, { logger: false });
  await tryResults(trial);
  await tryMicrotasks(trial);
  await tryStackFrames(trial);
  await app.close();
}
