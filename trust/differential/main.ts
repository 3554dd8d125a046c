/** With the module, an application answers as without it: the same bytes, the same order, the same end. */
import 'reflect-metadata';
import { listenForTelemetry } from '../../bench/harness/http-sink.js';
import { runPart } from '../harness/run-part.js';
import type { Trial } from '../harness/trial.js';
import { tryCalls } from './calls/calls.js';
import { tryCrashes } from './crashes/crashes.js';
import { tryGenerated } from './generated.js';
import { trySamples } from './samples/samples.js';
import { tryTiming } from './timing.js';
import { variantNames, type VariantName } from './twins/variants.js';
import { Twins } from './twins/twins.js';

/** Switched off, it has the least to change. */
const SHORT_VARIANTS: readonly VariantName[] = ['bare', 'defaults', 'everything'];

runPart('differential', async (trial) => {
  const received = { count: 0, spans: 0 };
  const sink = await listenForTelemetry((_bytes, { spans }) => {
    received.count++;
    received.spans += spans;
  });
  const endpoint = `http://127.0.0.1:${sink.port}`;
  await tryCalls(trial);
  await tryCrashes(trial, endpoint);
  await trySamples(trial, endpoint);
  await tryTwins(trial, new Twins(trial.isShort ? SHORT_VARIANTS : variantNames, endpoint));
  expectTelemetry(trial, received);
  sink.server.close().closeAllConnections();
});

async function tryTwins(trial: Trial, twins: Twins): Promise<void> {
  try {
    await tryTiming(trial, twins);
    await tryGenerated(trial, twins);
  } finally {
    await twins.end();
  }
}

/** A module that did nothing would be like none at all. */
function expectTelemetry(trial: Trial, { count, spans }: { readonly count: number; readonly spans: number }): void {
  trial.figure('differential.telemetry', 'spans received', spans.toLocaleString('en'));
  trial.expect('differential.telemetry', spans > 0, `of ${count} exports none had spans`, 'any');
}
