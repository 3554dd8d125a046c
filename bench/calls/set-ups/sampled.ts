/** Ours with every call recorded, encoded and sent to a receiver in a process of its own. */
import { Traced } from 'nestjs-observability';
import { MeasuredProcess } from '../../harness/measured-process.js';
import { insideOperation, ownApplication } from './own-application.js';
import { expectCount, type SetUp } from './set-up.js';
import type { Received, ReceiverCommand } from './trace-receiver.js';

export async function setUpSampled(): Promise<SetUp> {
  const receiver = new MeasuredProcess<ReceiverCommand>('calls/set-ups/trace-receiver.js');
  const app = await ownApplication({ traces: exportedTo(await receiver.hear<string>()) });
  const inOperation = insideOperation(app);
  let spans = 0;
  const arrived = (): Promise<Received> => receiver.ask<Received>({ spans });
  return {
    places: {
      recorded: (work) => {
        spans++;
        return inOperation(work);
      },
    },
    contenders: [{ name: 'traced-sampled', decorators: [Traced()], place: 'recorded' }],
    calls: CALLS,
    async settled({ name }, calls) {
      if (name === 'traced-sampled') spans += calls;
      expectCount('spans received', (await arrived()).spans, spans);
    },
    async prove() {
      const { bytes } = await arrived();
      return `${spans} of ${spans} spans received, ${Math.round(bytes / spans)} bytes each`;
    },
    async close() {
      await app.close();
      await receiver.stop('stop');
    },
  };
}

/** Several batches, and few enough to wait for export all at once. */
const CALLS = 4_000;

function exportedTo(endpoint: string) {
  return {
    sampleRatio: 1,
    exporter: 'otlp',
    protocol: 'http/protobuf',
    endpoint,
    maxQueueSize: CALLS * 2,
    scheduleDelayMs: 10,
  } as const;
}
