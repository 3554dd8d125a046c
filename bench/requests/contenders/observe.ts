/** @nestjs/observe. A sample rate of 0 would mean all there; without tracing it has nothing to do. */
import { ModulesContainer } from '@nestjs/core';
import { createObserveModule } from '@nestjs/observe';
import type { INestApplication } from '@nestjs/common';
import type { SetUp } from './contender.js';

// Only windows flush: a batch that follows too soon takes the place of one that has not been read yet.
const NEVER_MS = 2 ** 31 - 1;

const BUFFER_POLL_MS = 5;
const MAX_POLLS = 2_000;

export const setUp: SetUp = ({ sampleRatio, httpUrl }) => {
  const { ObserveModule, ObserveInstrument } = createObserveModule();
  return {
    imports: [
      ObserveModule.forRoot({
        appKey: 'bench',
        appSecret: 'bench',
        serviceId: 'bench',
        endpoint: httpUrl,
        tracesSampleRate: sampleRatio,
        // Its default keeps a thousand requests of each five seconds and drops the rest.
        maxTracesPerBatch: 1_000_000,
        flushInterval: NEVER_MS,
      }),
    ],
    options: { instrument: ObserveInstrument },
    flush: flushAgent,
  };
};

interface AgentWorker {
  flush(): void;
}

interface AgentBuffer {
  readonly sharedBuffer: SharedArrayBuffer;
}

async function flushAgent(app: INestApplication): Promise<void> {
  // A request is handed in by a timer after it was answered.
  await wait();
  agentPart<AgentWorker>(app, 'ObserveAgentWorker').flush();
  const { sharedBuffer } = agentPart<AgentBuffer>(app, 'ObserveAgentSharedBuffer');
  // Behind the lock stands the length of the batch, until its thread has sent it.
  const batchLength = new DataView(sharedBuffer, 4, 4);
  for (let polls = 0; batchLength.getUint32(0) > 0 && polls < MAX_POLLS; polls++) await wait();
}

/** The package does not export it. */
function agentPart<T>(app: INestApplication, name: string): T {
  const providers = [...app.get(ModulesContainer).values()].flatMap((module) => [...module.providers.values()]);
  return providers.find((provider) => provider.name === name)!.instance as T;
}

function wait(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, BUFFER_POLL_MS));
}
