/** `npm run bench`: prints the ratios beside their limits; `--short` takes fewer pairs and fails on a gross regression only. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CallCosts } from './calls/decorated-call.js';
import { median } from './harness/median.js';
import type { Cost } from './harness/paired-windows.js';
import { measureRequestCost } from './requests/request-cost.js';

interface Row {
  readonly figure: string;
  readonly ratio: number;
  readonly limit: number;
  readonly proof: string;
}

const isShort = process.argv.includes('--short');
const pairs = isShort ? 10 : 40;
const requestsPerWindow = 4_000;

async function main(): Promise<void> {
  const rows = [
    requestRow(
      'HTTP metrics only, Fastify, on ÷ off',
      1.1,
      await measureRequestCost('metrics', pairs, requestsPerWindow),
    ),
    requestRow(
      'metrics + 10 % sampling, Fastify, on ÷ off',
      1.35,
      await measureRequestCost('sampled', pairs, requestsPerWindow),
    ),
    ...callRows(await callCosts(isShort ? 5 : 9)),
  ];
  for (const row of rows) process.stdout.write(`${show(row)}\n`);
  process.exitCode = rows.every((row) => row.ratio <= (isShort ? grossly(row.limit) : row.limit)) ? 0 : 1;
}

/** Short runs on shared machines scatter: only twice the allowed overhead counts as a regression. */
function grossly(limit: number): number {
  return 1 + (limit - 1) * 2;
}

function requestRow(figure: string, limit: number, cost: Cost): Row {
  if (cost.countedOn !== cost.sentOn)
    throw new Error(`${figure}: sent ${cost.sentOn} requests, counted ${cost.countedOn}`);
  const micros = `${cost.offMicros.toFixed(1)} → ${cost.onMicros.toFixed(1)} µs`;
  return {
    figure,
    ratio: cost.ratio,
    limit,
    proof: `${micros}; ${cost.countedOn} of ${cost.sentOn} counted, ${cost.spansSeen} spans`,
  };
}

function callRows({ counted, timed, tracedOutside, callThroughNs }: CallCosts): Row[] {
  const proof = `÷ a wrapper that does nothing (${callThroughNs.toFixed(1)} ns)`;
  return [
    { figure: '@Counted, sync', ratio: counted, limit: 2, proof },
    { figure: '@Timed, sync', ratio: timed, limit: Infinity, proof },
    { figure: '@Traced, nobody takes spans', ratio: tracedOutside, limit: Infinity, proof },
  ];
}

/** Medians over several processes: within one, what the engine once decided to inline stays so. */
async function callCosts(processes: number): Promise<CallCosts> {
  const measured: CallCosts[] = [];
  for (let count = 0; count < processes; count++) {
    const child = fork(join(__dirname, 'calls', 'call-process.js'), ['20']);
    measured.push(((await once(child, 'message')) as [CallCosts])[0]);
    await once(child, 'exit');
  }
  const middle = (name: keyof CallCosts): number => median(measured.map((costs) => costs[name]));
  return {
    counted: middle('counted'),
    timed: middle('timed'),
    tracedOutside: middle('tracedOutside'),
    callThroughNs: middle('callThroughNs'),
  };
}

function show({ figure, ratio, limit, proof }: Row): string {
  const verdict = limit === Infinity ? 'no limit yet' : `limit ${limit}${ratio <= limit ? '' : '  MISSED'}`;
  return `${figure.padEnd(46)} ${ratio.toFixed(3)}  (${verdict})  ${proof}`;
}

void main();
