/**
 * `npm run sample:soak`: as many requests as twelve hours of the desk's usual traffic, as fast as they go, with its servers.
 * Afterwards the heap must be where it was, and there must be as many series: means of the first and of the last third of the readings,
 * each after a forced collection. V8 does not optimise meanwhile: what it compiles, and all that it remembers about it, grows for hours
 * and is nobody's leak. Times that the desk counts in minutes are shortened by as much as the traffic is faster.
 */
import { writeSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { MeasuredProcess } from '../harness/measured-process.js';
import type { HeapReading } from './soak-desk.js';

const USUAL_REQUESTS_PER_SECOND = 5;
const hours = Number(process.argv.find((argument) => argument.startsWith('--hours='))?.split('=')[1] ?? 12);
const wanted = hours * 3_600 * USUAL_REQUESTS_PER_SECOND;
const READINGS = 36;
const MAX_GROWTH = 0.03;
/** Requests before the first reading: what is loaded and compiled with the first of a kind, and the first retention, belong to the start. */
const WARM_UP = 0.05;
const POLL_MS = 250;
const STALLED_MS = 60_000;

interface Reading {
  readonly requests: number;
  readonly heapMiB: number;
  readonly series: number;
}

async function main(): Promise<void> {
  const port = await freePort();
  const desk = new MeasuredProcess<string>('soak/soak-desk.js', [], {
    execArgv: ['--expose-gc', '--no-opt', '--no-maglev', '--no-sparkplug'],
    env: environment(port),
    onOutput: () => undefined,
  });
  try {
    const readings = await readAll(desk, `http://127.0.0.1:${port}/metrics`);
    process.exitCode = judge(readings) ? 0 : 1;
  } finally {
    await desk.kill();
  }
}

function environment(port: number): Record<string, string> {
  return {
    PORT: String(port),
    NODE_ENV: 'production',
    LOG_LEVEL: 'warn',
    TRAFFIC_USERS: '24',
    TRAFFIC_RPS: '100000',
    QUESTIONS_PER_MINUTE: '600',
    SESSION_TIMEOUT_SECONDS: '5',
    MISSED_EVENTS_SECONDS: '2',
    RETENTION_MINUTES: '1.6',
  };
}

async function readAll(desk: MeasuredProcess<string>, url: string): Promise<Reading[]> {
  await requestsReach(url, wanted * WARM_UP);
  const readings: Reading[] = [];
  for (let part = 1; part <= READINGS; part++) {
    const requests = await requestsReach(url, wanted * (WARM_UP + ((1 - WARM_UP) * part) / READINGS));
    const { heapUsedBytes } = await desk.ask<HeapReading>('heap');
    const reading = { requests, heapMiB: heapUsedBytes / 2 ** 20, series: seriesOn(await page(url)) };
    readings.push(reading);
    say(`${requests} requests: ${reading.heapMiB.toFixed(2)} MiB, ${reading.series} series`);
  }
  return readings;
}

/** Polls until the desk has counted so many; returns how many it was by then. */
async function requestsReach(url: string, count: number): Promise<number> {
  let last = -1;
  let movedAtMs = performance.now();
  for (;;) {
    const now = requestsOn(await page(url).catch(() => ''));
    if (now >= count) return now;
    if (now > last) movedAtMs = performance.now();
    if (performance.now() - movedAtMs > STALLED_MS) throw new Error(`the desk has stopped at ${now} requests`);
    last = now;
    await wait(POLL_MS);
  }
}

async function page(url: string): Promise<string> {
  return (await fetch(url, { headers: { accept: 'text/plain' } })).text();
}

function requestsOn(text: string): number {
  const samples = text.split('\n').filter((line) => line.startsWith('http_requests_total{'));
  return samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** What happens to be under way when it is read, by Node's own types: a connection attempt is a series, and gone with the next reading. */
const MOMENTARY = /^nodejs_active_(?:requests|resources|handles)\{/;

function seriesOn(text: string): number {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#') && !MOMENTARY.test(line)).length;
}

function judge(readings: readonly Reading[]): boolean {
  const third = readings.length / 3;
  const [first, last] = [readings.slice(0, third), readings.slice(-third)];
  const growth = meanHeap(last) / meanHeap(first) - 1;
  const series = [first, last].map((part) => Math.max(...part.map((reading) => reading.series)));
  say(`heap, last third against the first: ${percent(growth)} (at most ${percent(MAX_GROWTH)})`);
  say(`most series in the first third ${series[0]}, in the last ${series[1]}`);
  return growth <= MAX_GROWTH && series[0] === series[1];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function meanHeap(readings: readonly Reading[]): number {
  return readings.reduce((sum, { heapMiB }) => sum + heapMiB, 0) / readings.length;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

function say(text: string): void {
  writeSync(1, `${text}\n`);
}

void main();
