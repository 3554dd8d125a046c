/**
 * `npm run bench:faults`: a collector that is down, hangs or answers errors, against the same application and process with a
 * healthy one, in alternating windows. Bodies and statuses are checked by the load itself; latency as the median of the pairs' p99
 * ratios, at 10 % sampling: at 100 % and saturation a healthy collector costs so much that any fault makes requests faster.
 * Memory, span accounts and warnings over one long window in which everything is sampled.
 */
import type { SpanAccount } from './fault-server.js';
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import { median } from '../harness/median.js';
import { percentile } from '../harness/percentile.js';
import type { SinkMode } from '../harness/otlp-sink.js';

const isShort = process.argv.includes('--short');
const pairs = isShort ? 6 : 20;
const windowRequests = 10_000;
// A change of mode carries over: an export that hangs ends a second later, and until then the next mode exports nothing.
const SETTLE_MS = 1_400;
const longRun = isShort ? 10_000 : 50_000;
const CONNECTIONS = 4;

// Six pairs cannot judge a p99 (they gave 0.86 to 1.54), nor one window the memory: a short run judges what is exact.
const LIMITS = { p99: isShort ? Infinity : 1.1, growthMiB: isShort ? 64 : 32 };

const MODES = ['down', 'hang', 'error'] as const;

async function main(): Promise<void> {
  const results: boolean[] = [];
  const asked = MODES.filter((mode) => process.argv.includes(mode));
  for (const mode of asked.length > 0 ? asked : MODES) results.push(await tryMode(mode));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

async function tryMode(mode: SinkMode): Promise<boolean> {
  const sink = new MeasuredProcess<string>('harness/otlp-sink.js');
  const sinkPort = await sink.ask<number>('ok');
  const server = new MeasuredProcess<string>('faults/fault-server.js', [`http://127.0.0.1:${sinkPort}`]);
  const { port } = await server.hear<{ port: number }>();
  try {
    await server.ask('ratio 0.1');
    await load(port, 20_000, CONNECTIONS);
    const ratios: number[] = [];
    for (let pair = 0; pair < pairs; pair++) ratios.push(await measurePair(sink, port, mode, pair % 2 === 0));
    process.stdout.write(`${mode} pairs: ${ratios.map((ratio) => ratio.toFixed(2)).join(' ')}\n`);
    return report(mode, median(ratios), await longWindow(sink, server, port, mode));
  } finally {
    await server.stop('stop');
    await sink.stop('stop');
  }
}

async function measurePair(
  sink: MeasuredProcess<string>,
  port: number,
  mode: SinkMode,
  isFaultyFirst: boolean,
): Promise<number> {
  const p99 = async (which: SinkMode): Promise<number> => {
    await sink.ask(which);
    await load(port, 1_000, CONNECTIONS);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    return percentile(await load(port, windowRequests, CONNECTIONS), 0.99);
  };
  const first = await p99(isFaultyFirst ? mode : 'ok');
  const second = await p99(isFaultyFirst ? 'ok' : mode);
  return isFaultyFirst ? first / second : second / first;
}

interface LongWindow {
  readonly growthMiB: number;
  readonly warnings: number;
  readonly end: SpanAccount;
  readonly resumedAfterSeconds: number;
}

async function longWindow(
  sink: MeasuredProcess<string>,
  server: MeasuredProcess<string>,
  port: number,
  mode: SinkMode,
): Promise<LongWindow> {
  await sink.ask('ok');
  await server.ask('ratio 1');
  // With a healthy collector first: the heap grows with the load, and only what the fault adds is asked for.
  await load(port, longRun, CONNECTIONS);
  await settled(server);
  await sink.ask(mode);
  const before = await server.ask<SpanAccount>('account');
  await load(port, longRun, CONNECTIONS);
  const after = await server.ask<SpanAccount>('account');
  await sink.ask('ok');
  const resumedAfterSeconds = await timeToResume(server, port, after.exported);
  return {
    growthMiB: (after.rssBytes - before.rssBytes) / 2 ** 20,
    warnings: after.warnings - before.warnings,
    end: await settled(server),
    resumedAfterSeconds,
  };
}

/** Seconds until spans arrive again, looking for at most a minute; Infinity when they do not. */
async function timeToResume(server: MeasuredProcess<string>, port: number, exportedBefore: number): Promise<number> {
  const startedAtMs = performance.now();
  for (let attempt = 0; attempt < 120; attempt++) {
    await load(port, 40, CONNECTIONS);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { exported } = await server.ask<SpanAccount>('account');
    if (exported > exportedBefore) return (performance.now() - startedAtMs) / 1000;
  }
  return Infinity;
}

/** Waits until nothing is waiting for export any more. */
async function settled(server: MeasuredProcess<string>): Promise<SpanAccount> {
  const deadline = performance.now() + 180_000;
  for (;;) {
    const account = await server.ask<SpanAccount>('account');
    if (account.waiting === 0 || performance.now() > deadline) return account;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function report(mode: SinkMode, ratio: number, { growthMiB, warnings, end, resumedAfterSeconds }: LongWindow): boolean {
  const isConserved = end.created === end.exported + end.dropped + end.waiting;
  const facts = [
    `p99 ÷ healthy ${ratio.toFixed(3)} (limit ${LIMITS.p99})`,
    `memory ${growthMiB.toFixed(1)} MiB over ${longRun} requests (limit ${LIMITS.growthMiB})`,
    `${end.created} spans = ${end.exported} exported + ${end.dropped} dropped + ${end.waiting} waiting: ${isConserved}`,
    `${warnings} warning(s)`,
    `resumed after ${resumedAfterSeconds.toFixed(1)} s`,
  ];
  process.stdout.write(`collector ${mode}: ${facts.join('; ')}\n`);
  return (
    ratio <= LIMITS.p99 && growthMiB <= LIMITS.growthMiB && isConserved && warnings <= 1 && resumedAfterSeconds < 60
  );
}

void main();
