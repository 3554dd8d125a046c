/**
 * A small application that writes heap snapshots: its folder and how many bytes one may take are its arguments. Says what came of it,
 * and which files of the profiling room were loaded, with and without it.
 */
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObservabilityModule, ProfilingService } from '../../src/index.js';

const [folder, maxBytes] = [process.argv[2]!, Number(process.argv[3])];

export class CanaryInTheHeap {
  readonly secret = 'canary';
}

function moduleWith(isEnabled: boolean): new () => unknown {
  const profiling = {
    enabled: isEnabled,
    heapSnapshots: true,
    heapSnapshotFolder: folder,
    maxHeapSnapshotBytes: maxBytes,
  };

  @Module({ imports: [ObservabilityModule.forRoot({ profiling, logs: { enabled: false } })] })
  class SnapshotModule {}
  return SnapshotModule;
}

/** Of the room; its door and what stands in for it while it is off are always there. */
function loadedFiles(): string[] {
  const files = Object.keys(require.cache).map((path) => /[/\\]src[/\\]profiling[/\\]([\w.-]+)\.js$/.exec(path)?.[1]);
  return files.filter((file) => file !== undefined).toSorted();
}

async function main(): Promise<void> {
  const off = await NestFactory.create(moduleWith(false), { logger: false });
  await off.init();
  const loadedWhileOff = loadedFiles();
  await off.close();
  const app = await NestFactory.create(moduleWith(true), { logger: false });
  await app.init();
  const canary = new CanaryInTheHeap();
  const told = await app
    .get(ProfilingService)
    .heapSnapshot()
    .catch((error: Error) => ({ error: error.message }));
  await app.close();
  process.stdout.write(JSON.stringify({ ...told, loadedWhileOff, secret: canary.secret }));
}

void main();
