/** One process with series in one or several contenders: it does what it is asked and tells its parent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contenders, type ContenderName } from './contenders/index.js';
import type { Contender } from './contenders/contender.js';
import type { OurApplication } from './contenders/ours.js';
import { assertWatchSees, longestBlock, type Block } from './event-loop-watch.js';
import { keptBytes, residentRise } from './memory.js';
import { assertSameSamples, countSamples } from './samples.js';
import { COUNTER, HISTOGRAM, linesOf, seriesFor, type Kind } from './series.js';

export interface ScrapeTask {
  readonly kind: Kind;
  readonly lines: number;
  readonly contenders: readonly ContenderName[];
  readonly rounds: number;
  readonly task: keyof typeof tasks;
}

type Held = ReadonlyMap<ContenderName, Contender>;

/** Milliseconds per scrape, round by round. */
export interface TimesTold {
  readonly times: Readonly<Partial<Record<ContenderName, readonly number[]>>>;
  /** The first scrape of each, before anything is optimised or kept for the next. */
  readonly first: Readonly<Partial<Record<ContenderName, number>>>;
  readonly samples: number;
  readonly bytes: number;
}

const tasks = { time: tellTimes, block: tellBlocks, peak: tellPeak, keep: tellKept, serve: tellPorts };

async function tellTimes(task: ScrapeTask): Promise<TimesTold> {
  const held = await holdAll(task);
  const first: Partial<Record<ContenderName, number>> = {};
  for (const [name, contender] of held) first[name] = await scrapeMs(contender);
  const { samples, bytes } = await assertAllSame(task, held);
  const times = Object.fromEntries([...held.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < task.rounds; round++) {
    for (const [name, contender] of inTurn(held, round)) times[name]!.push(await scrapeMs(contender));
  }
  return { times, first, samples, bytes };
}

/** Of one scrape after the other, from the very first on. */
async function tellBlocks(task: ScrapeTask): Promise<readonly Block[]> {
  await assertWatchSees();
  const contender = await hold(task, task.contenders[0]!);
  const blocks: Block[] = [];
  for (let round = 0; round <= task.rounds; round++) {
    keptBytes();
    blocks.push(await longestBlock(() => read(contender)));
  }
  return blocks;
}

/** Of the second scrape: what the first has left to be kept is no part of it. */
async function tellPeak(task: ScrapeTask): Promise<number> {
  const contender = await hold(task, task.contenders[0]!);
  await encode(contender);
  return residentRise(() => encode(contender));
}

/** Bytes per series, with what a contender keeps from one scrape for the next. */
async function tellKept(task: ScrapeTask): Promise<number> {
  const small = await hold(task, task.contenders[0]!, 1);
  await read(small);
  const before = keptBytes();
  const large = await hold(task, task.contenders[0]!);
  await read(large);
  const bytes = keptBytes() - before;
  await Promise.all([small.close(), large.close()]);
  return bytes / seriesFor(task.kind, task.lines);
}

/** Both on sockets of their own. */
async function tellPorts(task: ScrapeTask): Promise<Readonly<Partial<Record<ContenderName, number>>>> {
  const held = await holdAll(task);
  const { app } = held.get('ours') as OurApplication;
  await app.listen(0, '127.0.0.1');
  const theirs = createServer((_request, response) => {
    void wholeOf(held.get('promClient')!).then((text) => response.setHeader('content-type', 'text/plain').end(text));
  });
  await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', resolve));
  const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
  return { ours: portOf(app.getHttpServer() as never), promClient: portOf(theirs) };
}

async function holdAll(task: ScrapeTask): Promise<Held> {
  const held = new Map<ContenderName, Contender>();
  for (const name of task.contenders) held.set(name, await hold(task, name));
  return held;
}

function hold({ kind, lines }: ScrapeTask, name: ContenderName, series = seriesFor(kind, lines)): Promise<Contender> {
  return contenders[name](kind, series);
}

/** Every other round in reverse, so that a drift of the machine cancels out. */
function inTurn(held: Held, round: number): readonly (readonly [ContenderName, Contender])[] {
  return round % 2 === 0 ? [...held] : [...held].toReversed();
}

/** Nobody pays for another's garbage. */
async function scrapeMs(contender: Contender): Promise<number> {
  keptBytes();
  const startedAtMs = performance.now();
  await read(contender);
  return performance.now() - startedAtMs;
}

async function read(contender: Contender): Promise<number> {
  let length = 0;
  for await (const chunk of contender.scrape()) length += chunk.length;
  return length;
}

/** As a response does before it sends: piece by piece, or all where it is made at once. */
async function encode(contender: Contender): Promise<void> {
  for await (const chunk of contender.scrape()) Buffer.from(chunk);
}

/** @throws Error unless all have written the same samples, as many as there must be */
async function assertAllSame({ kind, lines }: ScrapeTask, held: Held): Promise<{ samples: number; bytes: number }> {
  const { name } = kind === 'counters' ? COUNTER : HISTOGRAM;
  const expected = await wholeOf(held.get('promClient')!);
  const samples = countSamples(name, expected);
  const wanted = linesOf(kind, seriesFor(kind, lines));
  if (samples !== wanted) throw new Error(`${samples} samples instead of ${wanted}`);
  for (const contender of held.values()) assertSameSamples(name, expected, await wholeOf(contender));
  return { samples, bytes: expected.length };
}

async function wholeOf(contender: Contender): Promise<string> {
  let whole = '';
  for await (const chunk of contender.scrape()) whole += chunk;
  return whole;
}

// Its parent is done with it, or killed.
process.on('disconnect', () => process.exit());
process.once('message', (task: ScrapeTask) => {
  void tasks[task.task](task).then((told) => process.send!(told));
});
