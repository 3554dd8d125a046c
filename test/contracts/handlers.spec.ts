/** The contract of handlers, held by every handler that an application of ours has. */
import type { ObservabilityPlugin } from 'nestjs-observability';
import { sentry } from 'nestjs-observability/sentry';
import { describeHandler, type HandlerSubject } from 'nestjs-observability/testing';
import { resolveConfig } from '../../src/config/index.js';
import { ObservabilityRuntime } from '../../src/observability.runtime.js';

/** A backend that keeps nothing but the number of what it was told. */
class Backend {
  spans = 0;
  lines = 0;
  events = 0;

  readonly plugin: ObservabilityPlugin = {
    name: 'backend',
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: () => void this.spans++,
        forceFlush: async () => undefined,
        shutdown: async () => undefined,
      },
    ],
  };
}

/** An application's rooms with all that can be on. */
function everything(backend = new Backend()): ObservabilityRuntime {
  const config = resolveConfig(
    {
      environment: 'development',
      console: { maxBytes: 2 ** 20 },
      capture: { rules: [{ when: 'always' }] },
      slos: [{ name: 'fast', objective: 0.99, indicator: { latencyMs: 100 } }],
      // Sentry waits for an event that it gave up: a thrown symbol.
      shutdown: { flushTimeoutMs: 100 },
      logs: { destination: { write: () => void backend.lines++ } },
      // Everything but the sending.
      plugins: [backend.plugin, sentry({ dsn: 'http://key@127.0.0.1:9/1', beforeSend: () => null })],
    },
    { env: {} },
  );
  const runtime = new ObservabilityRuntime(config);
  for (const event of ['http.request', 'http.response'] as const) runtime.bus.on(event, () => undefined);
  runtime.bus.on('operation.end', () => backend.events++);
  return runtime;
}

/** Of whom it can be seen how often they have told somebody. */
const TOLD: Readonly<Record<string, (backend: Backend) => number>> = {
  tracing: ({ spans }) => spans,
  logging: ({ lines }) => lines,
  hooks: ({ events }) => events,
};

function create(name: string): HandlerSubject {
  const backend = new Backend();
  const runtime = everything(backend);
  const told = TOLD[name];
  return {
    handler: runtime.pipeline.currentHandlers.find((handler) => handler.name === name)!,
    ...(told !== undefined && { told: () => told(backend) }),
    close: () => closeRooms(runtime),
  };
}

async function closeRooms(runtime: ObservabilityRuntime): Promise<void> {
  await Promise.all(runtime.rooms.map((room) => room.close()));
  await runtime.tracing?.shutdown(1000);
  runtime.logging?.close();
}

const first = everything();
const names = first.pipeline.currentHandlers.map(({ name }) => name);

afterAll(() => closeRooms(first));

it('is asked of all handlers', () => {
  expect(names).toEqual([
    'tracing',
    'error-recorder',
    'metrics',
    'logging',
    'audit',
    'slo',
    'profiling',
    'capture',
    'sentry',
    'console-errors',
    'console-journeys',
    'hooks',
  ]);
});

for (const name of names) describeHandler(`The handler ${name}`, { create: () => create(name) });
