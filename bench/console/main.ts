/**
 * `npm run bench:console`: an application with the console on under a steady load that nobody looks at, and what the recorder makes of
 * it: its own account of its bytes once a second, the process's heap beside it, and that every request was served and counted.
 */
import { load } from '../harness/load.js';
import { MeasuredProcess } from '../harness/measured-process.js';
import { CONSOLE_TOKEN, type HeapReading } from './console-server.js';

const minutes = Number(process.argv.find((argument) => argument.startsWith('--minutes='))?.split('=')[1] ?? 10);
const requestsPerSecond = 1_000;
const TICK_MS = 100;
const CONNECTIONS = 4;
/** Of `console.maxBytes`: what a byte that the recorder counts may really cost. */
const MAX_HEAP_SHARE = 1.5;

interface RecorderAccount {
  readonly isRecording: boolean;
  readonly usedBytes: number;
  readonly maxBytes: number;
  readonly traces: number;
  readonly evictedTraces: number;
}

interface Moment {
  readonly account: RecorderAccount;
  readonly heapBytes: number;
}

async function main(): Promise<void> {
  const server = new MeasuredProcess<string>('console/console-server.js', [], { execArgv: ['--expose-gc'] });
  try {
    const { port } = await server.hear<{ port: number }>();
    const { heapBytes: heapBefore } = await server.ask<HeapReading>('heap');
    const { sent, seconds, moments } = await loadAndLook(server, port);
    process.exitCode = judge({ sent, seconds, moments, heapBefore, counted: await countedOn(port) }) ? 0 : 1;
  } finally {
    await server.kill();
  }
}

async function loadAndLook(server: MeasuredProcess<string>, port: number) {
  const moments: Moment[] = [];
  const perTick = (requestsPerSecond * TICK_MS) / 1000;
  const startedAtMs = performance.now();
  const ticks = (minutes * 60_000) / TICK_MS;
  for (let tick = 0; tick < ticks; tick++) {
    await load(port, perTick, CONNECTIONS);
    if (tick % (10_000 / TICK_MS) === 0) moments.push(await look(server, port));
    const aheadMs = startedAtMs + (tick + 1) * TICK_MS - performance.now();
    if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs));
  }
  moments.push(await look(server, port));
  return { sent: ticks * perTick, seconds: (performance.now() - startedAtMs) / 1000, moments };
}

/** Every ten seconds, so that looking is not what is measured. */
async function look(server: MeasuredProcess<string>, port: number): Promise<Moment> {
  const headers = { authorization: `Bearer ${CONSOLE_TOKEN}` };
  const answer = await fetch(`http://127.0.0.1:${port}/observability/api/v1/overview`, { headers });
  const { recorder } = (await answer.json()) as { recorder: RecorderAccount };
  return { account: recorder, heapBytes: (await server.ask<HeapReading>('heap')).heapBytes };
}

async function countedOn(port: number): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`, { headers: { accept: 'text/plain' } })).text();
  const samples = text.split('\n').filter((line) => /^http_requests_total\{.*route="\/hello"/.test(line));
  return samples.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

interface Run {
  readonly sent: number;
  readonly seconds: number;
  readonly moments: readonly Moment[];
  readonly heapBefore: number;
  readonly counted: number;
}

function judge({ sent, seconds, moments, heapBefore, counted }: Run): boolean {
  const { account } = moments.at(-1)!;
  const mostUsed = Math.max(...moments.map((moment) => moment.account.usedBytes));
  const mostHeap = Math.max(...moments.map(({ heapBytes }) => heapBytes)) - heapBefore;
  const facts = [
    `${counted} of ${sent} requests counted in ${seconds.toFixed(0)} s (${(sent / seconds).toFixed(0)} a second)`,
    `recorder at most ${mib(mostUsed)} of ${mib(account.maxBytes)}, ${account.traces} traces, ${account.evictedTraces} evicted`,
    `heap at most ${mib(mostHeap)} above that before the load`,
    `still recording: ${account.isRecording}`,
  ];
  process.stdout.write(`${facts.join('; ')}\n`);
  const isWithin = mostUsed <= account.maxBytes && mostHeap <= account.maxBytes * MAX_HEAP_SHARE;
  return counted === sent && isWithin && account.isRecording && account.evictedTraces > 0;
}

function mib(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

void main();
