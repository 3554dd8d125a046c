/**
 * The decision desk under load, on Express: its own modules with its own settings of the library, except that traces go to a
 * collector, some of them, instead of being printed as trees. Its parent switches the pipeline's handlers on and off.
 */
import 'reflect-metadata';
import type { DynamicModule, INestApplication, Type, ValueProvider } from '@nestjs/common';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import type { MetricsService, ObservabilityOptions, OperationPipeline } from 'nestjs-observability';
import type { Reading } from '../harness/paired-windows.js';
import { deskModule } from './desk-folder.js';

/** `settle` exports what waits. Both are answered with a reading. */
export type DeskCommand = { readonly ask: 'switch'; readonly isOn: boolean } | { readonly ask: 'settle' };

/** `spans` are those exported. */
export interface DeskReading extends Reading {
  readonly dropped: number;
}

const FLUSH_TIMEOUT_MS = 10_000;
// A window ends with one flush, and until then nothing may be dropped.
const MAX_QUEUE_SIZE = 30 * 512;

/** The desk's own copies of everything: another copy would be another pipeline. */
const requireDesk = createRequire(deskModule());

async function main(endpoint: string, sampleRatio: number): Promise<void> {
  const app = await startDesk(endpoint, sampleRatio);
  const library = requireDesk('nestjs-observability') as typeof import('nestjs-observability');
  const pipeline: OperationPipeline = app.get(library.OperationPipeline);
  const metrics: MetricsService = app.get(library.MetricsService);
  const tracing = tracingOf(app);
  const handlers = pipeline.currentHandlers;
  process.on('message', async (command: DeskCommand) => {
    if (command.ask === 'switch') pipeline.use(command.isOn ? handlers : []);
    else await tracing.flush(FLUSH_TIMEOUT_MS);
    process.send!(reading(metrics, tracing));
  });
  process.on('disconnect', () => process.exit());
  process.send!({ port: (app.getHttpServer().address() as AddressInfo).port });
}

async function startDesk(endpoint: string, sampleRatio: number): Promise<INestApplication> {
  const { AppModule } = requireDesk(deskModule()) as { AppModule: Type };
  exportTraces(AppModule, endpoint, sampleRatio);
  const { createDesk } = requireDesk(join(dirname(deskModule()), 'desk.js')) as {
    createDesk(): Promise<INestApplication>;
  };
  const app = await createDesk();
  await app.listen(0, '127.0.0.1');
  return app;
}

function exportTraces(module: Type, endpoint: string, sampleRatio: number): void {
  const imports = Reflect.getMetadata('imports', module) as readonly (Type | DynamicModule)[];
  const options = imports.flatMap((one) => optionsOf(one) ?? [])[0];
  if (options === undefined)
    throw new Error('The decision desk does not import ObservabilityModule.forRoot(…) any more');
  const traces = { ...options.traces, tree: false, sampleRatio, endpoint, maxQueueSize: MAX_QUEUE_SIZE };
  Object.assign(options, { traces });
}

/** What a module was given by `forRoot`, if it is ours. */
function optionsOf(module: Type | DynamicModule): ObservabilityOptions | undefined {
  if (!('module' in module) || module.module.name !== 'ObservabilityModule') return undefined;
  const [options] = module.providers as readonly ValueProvider<ObservabilityOptions>[];
  return options?.useValue;
}

interface Tracing {
  flush(timeoutMs: number): Promise<void>;
  exportState(): { readonly exported: number; readonly dropped: number } | undefined;
}

/** No part of the public interface, hence by its path. */
function tracingOf(app: INestApplication): Tracing {
  const library = dirname(requireDesk.resolve('nestjs-observability'));
  const { ObservabilityRuntime } = requireDesk(join(library, 'observability.runtime.js')) as Record<string, Type>;
  return app.get<{ tracing: Tracing }>(ObservabilityRuntime!).tracing;
}

function reading(metrics: MetricsService, tracing: Tracing): DeskReading {
  const { user, system } = process.cpuUsage();
  const counted = metrics.read('http_requests_total', {});
  const { exported, dropped } = tracing.exportState() ?? { exported: 0, dropped: 0 };
  return {
    cpuMicros: user + system,
    counted: typeof counted === 'number' ? counted : 0,
    spans: exported,
    dropped,
  };
}

void main(process.argv[2]!, Number(process.argv[3]));
