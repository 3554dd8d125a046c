/** What is called while an application closes: whatever it does, the application closes in time, and the others have their turn. */
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HealthRegistry } from 'nestjs-observability';
import type { Boundary, Callback, Installed } from '../boundary.js';
import { OF_A_PROMISE, OF_A_VALUE } from '../boundary.js';

const nothing = (): undefined => undefined;
const settled = async (): Promise<undefined> => undefined;

const roomClose: Boundary = {
  name: 'plugin room close',
  covers: ['PluginRoom.close'],
  healthy: nothing,
  install: (close) => ({ observability: { plugins: [{ name: 'faulty', room: () => ({ close }) }] } }),
  counted: /^lifecycle\/close$/,
  countedKinds: OF_A_PROMISE,
};

const processors = (['forceFlush', 'shutdown'] as const).map((method): Boundary => ({
  name: `span processor ${method}`,
  covers: [`SpanReceiver.${method}`],
  healthy: settled,
  install: (callback) => ({
    observability: {
      traces: { sampleRatio: 1 },
      plugins: [
        {
          name: 'faulty',
          spanProcessors: [
            { onStart: nothing, onEnd: nothing, forceFlush: settled, shutdown: settled, [method]: callback },
          ],
        },
      ],
    },
  }),
  counted: /\/shutdown$/,
  countedKinds: method === 'shutdown' ? OF_A_PROMISE : [],
}));

const sources = (['attach', 'detach'] as const).map((method): Boundary => ({
  name: `source ${method}`,
  covers: [`OperationSource.${method}`],
  healthy: nothing,
  install: (callback) => {
    const source = { name: 'faulty', conventions: [], attach: nothing, detach: nothing, [method]: callback };
    return { observability: { plugins: [{ name: 'faulty', sources: () => [source] }] } };
  },
  counted: new RegExp(`^faulty/${method}$`),
  countedKinds: OF_A_VALUE,
}));

const dispose: Boundary = {
  name: 'health check dispose',
  covers: ['HealthCheck.dispose'],
  healthy: nothing,
  install: (callback) => ({ providers: [disposing(callback)] }),
  counted: /^health\/dispose$/,
  countedKinds: OF_A_VALUE,
};

const flushSync: Boundary = {
  name: 'log destination flushSync',
  covers: [],
  healthy: nothing,
  install: (callback) => ({
    observability: { logs: { destination: { write: () => true, flushSync: callback } as never } },
  }),
  counted: /^logging\/flush$/,
  countedKinds: OF_A_PROMISE,
};

const auditWrite: Boundary = {
  name: 'audit destination at the end',
  covers: [],
  healthy: () => true,
  install: (write) => ({ observability: { audit: { destination: { write } } } }),
  counted: /^audit\/(write|unwritten)$/,
  countedKinds: OF_A_VALUE,
};

export const closingParts: readonly Boundary[] = [roomClose, ...processors, ...sources, dispose, flushSync, auditWrite];

function disposing(callback: Callback): NonNullable<Installed['providers']>[number] {
  @Injectable()
  class Disposing implements OnApplicationBootstrap {
    constructor(private readonly health: HealthRegistry) {}

    onApplicationBootstrap(): void {
      this.health.register({ name: 'faulty', check: () => true, dispose: callback });
    }
  }
  return Disposing;
}
