/** Load and soak: at saturation nothing grows, every request is counted, and what is left behind is nothing. */
import { platforms } from './platform.js';
import { MeasuredProcess } from '../../bench/harness/measured-process.js';
import type { SinkCommand } from '../../bench/harness/otlp-sink.js';
import { join } from 'node:path';
import { runPart } from '../harness/run-part.js';
import type { Trial } from '../harness/trial.js';
import type { Length } from '../part.js';
import { BusyProcess } from './busy/busy-process.js';
import { tryDepth } from './depth/depth.js';
import { tryHeld } from './held.js';
import { tryJob } from './job/job.js';
import { tryPassing } from './passing/passing.js';
import { tryReload } from './reload/reload.js';
import { tryTraffic } from './traffic.js';

interface Shares {
  readonly traffic: number;
  readonly reload: number;
}

/** By when of the part's time the traffic has ended, and the reloading after it; the rest is done once. Of a long run the traffic is an hour. */
const shares: Readonly<Record<Length, Shares>> = {
  short: { traffic: 0.6, reload: 0.8 },
  usual: { traffic: 0.6, reload: 0.8 },
  long: { traffic: 6 / 7, reload: 0.95 },
};

runPart('load', async (trial) => {
  await withSink(async (_sink, tracesEndpoint) => {
    await tryPlatforms(trial, tracesEndpoint);
    await tryReload(trial, tracesEndpoint, shares[trial.length].reload);
  });
  await tryPassing(trial);
  await tryDepth(trial);
  // One of its own: what it receives is counted.
  await withSink((sink, tracesEndpoint) => tryJob(trial, sink, tracesEndpoint));
});

type Sink = MeasuredProcess<SinkCommand>;

async function withSink(work: (sink: Sink, tracesEndpoint: string) => Promise<void>): Promise<void> {
  const sink: Sink = new MeasuredProcess(join(__dirname, '..', '..', 'bench', 'harness', 'otlp-sink.js'));
  try {
    await work(sink, `http://127.0.0.1:${await sink.ask<number>('http')}/v1/traces`);
  } finally {
    await sink.kill();
  }
}

async function tryPlatforms(trial: Trial, tracesEndpoint: string): Promise<void> {
  for (const [index, platform] of platforms.entries()) {
    const busy = await BusyProcess.start(platform, tracesEndpoint);
    try {
      await tryTraffic(trial, platform, busy, (shares[trial.length].traffic * (index + 1)) / platforms.length);
      await tryHeld(trial, platform, busy);
      await busy.stop();
    } finally {
      await busy.kill();
    }
  }
}
