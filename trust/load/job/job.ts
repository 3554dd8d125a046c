/** A job of a million spans: what waits stays within its bound, and each span was either received or counted as dropped. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../../bench/harness/free-port.js';
import { MeasuredProcess } from '../../../bench/harness/measured-process.js';
import type { Received, SinkCommand } from '../../../bench/harness/otlp-sink.js';
import type { Trial } from '../../harness/trial.js';
import type { JobAnswer, JobCommand, JobTotals } from './job-process.js';

const CLASS = 'load.job';
/** Fewer in a short run. */
const SPANS = { short: 200_000, usual: 1_000_000, long: 1_000_000 } as const;
/** At once: nothing can leave before the end. In turns: the exporter works beside it. */
const PER_TURN = [Infinity, 400] as const;
/** 2048 spans wait at most by default, beside those that are being sent; 4 KiB for each is generous. */
const MAX_LIVE_BYTES = 16 * 2 ** 20;
const EXPORT_TIMEOUT_MS = 30_000;
const POLL_MS = 50;

type Working = MeasuredProcess<JobCommand | 'totals'>;

export async function tryJob(trial: Trial, sink: MeasuredProcess<SinkCommand>, tracesEndpoint: string): Promise<void> {
  const metricsPort = await freePort();
  const working: Working = new MeasuredProcess(
    join(__dirname, 'job-process.js'),
    [tracesEndpoint, String(metricsPort)],
    {
      execArgv: ['--expose-gc'],
      env: { NODE_ENV: 'production' },
    },
  );
  try {
    await working.hear();
    // What the first spans load is no part of what they hold.
    await working.ask<JobAnswer>({ spans: 5_000, perTurn: 100 });
    for (const perTurn of PER_TURN) await tryPace(trial, working, Math.min(perTurn, SPANS[trial.length]));
    await tryTotals(trial, working, sink, metricsPort);
  } finally {
    await working.kill();
  }
}

async function tryPace(trial: Trial, working: Working, perTurn: number): Promise<void> {
  const spans = SPANS[trial.length];
  const { made, created, mostBytes, keptBytes } = await working.ask<JobAnswer>({ spans, perTurn });
  const reproduce = `${spans} spans, ${perTurn} per turn`;
  trial.tried(CLASS, created);
  trial.figure(
    CLASS,
    `live memory at ${perTurn} per turn`,
    `at most ${mebibytes(mostBytes)}, then ${mebibytes(keptBytes)}`,
  );
  trial.expect(CLASS, created === made, `${created} spans created, ${made} calls made`, reproduce);
  const isBounded = mostBytes <= MAX_LIVE_BYTES && keptBytes <= MAX_LIVE_BYTES;
  trial.expect(CLASS, isBounded, `${mebibytes(Math.max(mostBytes, keptBytes))} live`, reproduce);
}

async function tryTotals(
  trial: Trial,
  working: Working,
  sink: MeasuredProcess<SinkCommand>,
  metricsPort: number,
): Promise<void> {
  const { created, exported, dropped, waiting } = await untilExported(working, metricsPort);
  const { spans: received } = await sink.ask<Received>('count');
  const reproduce = `${SPANS[trial.length]} spans, at once and in turns`;
  const told = `${created} created, ${exported} exported, ${dropped} dropped, ${waiting} waiting`;
  trial.expect(CLASS, created === exported + dropped, told, reproduce);
  trial.expect(CLASS, received === exported, `${exported} exported, ${received} received`, reproduce);
  trial.figure(CLASS, 'spans', told);
}

/** The metrics are brought up to date by a scrape. */
async function untilExported(working: Working, metricsPort: number): Promise<JobTotals> {
  const deadlineMs = performance.now() + EXPORT_TIMEOUT_MS;
  for (;;) {
    await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { headers: { connection: 'close' } })).text();
    const totals = await working.ask<JobTotals>('totals');
    if (totals.waiting === 0 || performance.now() > deadlineMs) return totals;
    await wait(POLL_MS);
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
