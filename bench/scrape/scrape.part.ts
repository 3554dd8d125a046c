/**
 * What a scrape costs, in time, in blocking and in memory, against prom-client's `registry.metrics()` with the same series;
 * and what the series cost to keep. Each measurement has a process of its own, within which contenders alternate.
 */
import { MeasuredProcess } from '../harness/measured-process.js';
import { median } from '../harness/median.js';
import type { Figure, Part } from '../part.js';
import type { ContenderName } from './contenders/index.js';
import type { Block } from './event-loop-watch.js';
import { assertSameSamples } from './samples.js';
import type { ScrapeTask, TimesTold } from './scrape-process.js';
import { COUNTER, type Kind } from './series.js';
import { scrapeOverSocket } from './socket-client.js';

/** How many lines are scraped, and how often. */
interface Size {
  readonly name: string;
  readonly lines: number;
  readonly rounds: number;
}

interface Extent {
  readonly counters: readonly Size[];
  readonly histograms: readonly Size[];
  readonly memory: readonly Size[];
  readonly socket: Size;
}

const ONE_K = { name: '1k', lines: 1_000, rounds: 25 };
const TEN_K = { name: '10k', lines: 10_000, rounds: 15 };
const HUNDRED_K = { name: '100k', lines: 100_000, rounds: 7 };
const HALF_A_MILLION = { name: '500k', lines: 500_000, rounds: 3 };

const FULL: Extent = {
  counters: [ONE_K, TEN_K, HUNDRED_K, HALF_A_MILLION],
  histograms: [HUNDRED_K, HALF_A_MILLION],
  memory: [TEN_K, HUNDRED_K, HALF_A_MILLION],
  socket: HUNDRED_K,
};
const SHORT: Extent = {
  counters: [
    { ...TEN_K, rounds: 7 },
    { ...HUNDRED_K, rounds: 3 },
  ],
  histograms: [{ ...HUNDRED_K, rounds: 3 }],
  memory: [HUNDRED_K],
  socket: { ...HUNDRED_K, rounds: 3 },
};

/** Above this, OpenTelemetry's exporter is left out: it is the slowest, and its share is known by then. */
const MOST_LINES_OF_ALL = 100_000;

export const scrape: Part = {
  name: 'scrape',
  method:
    'Our text, streamed as the endpoint streams it, ÷ registry.metrics() of prom-client, alternating in one process; ' +
    'counters of 3 labels and histograms of 17 lines, all samples compared.',
  async *measure({ isShort, execPath }) {
    const extent = isShort ? SHORT : FULL;
    for (const size of extent.counters) yield* timeFigures('counters', size, execPath);
    for (const size of extent.histograms) yield* timeFigures('histograms', size, execPath);
    yield await socketFigure(extent.socket, execPath);
    // Only Linux keeps a high-water mark that can be reset.
    const measuresMemory = process.platform === 'linux' ? extent.memory : [];
    for (const size of measuresMemory) yield await memoryFigure(size, isShort ? 1 : 3, execPath);
    yield* keptFigures(execPath);
  },
};

async function* timeFigures(kind: Kind, size: Size, execPath: string): AsyncIterable<Figure> {
  const names: ContenderName[] = ['ours', 'promClient'];
  if (size.lines <= MOST_LINES_OF_ALL) names.push('openTelemetry');
  const told = await ask<TimesTold>(taskOf('time', kind, size, names), execPath);
  yield ratioFigure(`scrape.${kind}.${size.name}`, `scrape of ${size.name} lines, ${kind}`, told, 'ours');
  if (size.lines <= MOST_LINES_OF_ALL) {
    const id = `scrape.opentelemetry-${kind}.${size.name}`;
    yield ratioFigure(id, `OpenTelemetry: scrape of ${size.name} lines, ${kind}`, told, 'openTelemetry');
  }
  yield await blockFigure(kind, size, execPath);
}

function ratioFigure(id: string, title: string, told: TimesTold, name: ContenderName): Figure {
  const [mine, theirs] = [told.times[name]!, told.times.promClient!];
  const samples = mine.map((ms, round) => ms / theirs[round]!);
  const ms = `${median(theirs).toFixed(1)} → ${median(mine).toFixed(1)} ms`;
  const first = `the first scrape ${told.first.promClient!.toFixed(0)} → ${told.first[name]!.toFixed(0)} ms`;
  return {
    id,
    title,
    unit: '× prom-client',
    value: median(samples),
    samples,
    proof: `${ms}; ${first}; the same ${told.samples} samples in ${(told.bytes / 2 ** 20).toFixed(1)} MiB`,
  };
}

async function blockFigure(kind: Kind, size: Size, execPath: string): Promise<Figure> {
  const [first, ...blocks] = await ask<readonly Block[]>(taskOf('block', kind, size, ['ours']), execPath);
  const samples = blocks.map(({ ms }) => ms);
  const collecting = Math.max(...blocks.map(({ withCollectionMs }) => withCollectionMs));
  return {
    id: kind === 'counters' ? `scrape.block.${size.name}` : `scrape.block.${kind}-${size.name}`,
    title: `longest block of the event loop by a scrape of ${size.name} lines, ${kind}`,
    unit: 'ms',
    value: median(samples),
    samples,
    proof:
      `beside garbage collection, ${Math.max(...samples).toFixed(1)} ms in the worst of ${samples.length} scrapes and ` +
      `${first!.ms.toFixed(1)} ms in the very first; with collection ${collecting.toFixed(1)} ms`,
  };
}

/** A process per sample: memory that a process once had resident does not rise again. */
async function memoryFigure(size: Size, processes: number, execPath: string): Promise<Figure> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let count = 0; count < processes; count++) {
    ours.push(await ask<number>(taskOf('peak', 'counters', size, ['ours']), execPath));
    theirs.push(await ask<number>(taskOf('peak', 'counters', size, ['promClient']), execPath));
  }
  return {
    id: `scrape.memory.${size.name}`,
    title: `peak memory of a scrape of ${size.name} counters`,
    unit: '× prom-client',
    value: median(ours) / median(theirs),
    samples: ours.map((bytes, index) => bytes / theirs[index]!),
    proof: `resident memory rises by ${mebibytes(median(theirs))} → ${mebibytes(median(ours))} MiB`,
  };
}

async function* keptFigures(execPath: string): AsyncIterable<Figure> {
  const kept = (name: ContenderName): Promise<number> =>
    ask<number>(taskOf('keep', 'counters', HUNDRED_K, [name]), execPath);
  const theirs = await kept('promClient');
  yield keptFigure('heap.per-series', 'heap per labelled counter series', await kept('ours'), theirs);
  const title = 'OpenTelemetry: heap per labelled counter series';
  yield keptFigure('heap.opentelemetry-per-series', title, await kept('openTelemetry'), theirs);
}

function keptFigure(id: string, title: string, mine: number, theirs: number): Figure {
  const value = mine / theirs;
  const proof = `${theirs.toFixed(0)} → ${mine.toFixed(0)} bytes a series, of ${HUNDRED_K.name}, once scraped and collected`;
  return { id, title, unit: '× prom-client', value, samples: [value], proof };
}

type Ports = Readonly<Record<'ours' | 'promClient', number>>;

async function socketFigure(size: Size, execPath: string): Promise<Figure> {
  const task = taskOf('serve', 'counters', size, ['ours', 'promClient']);
  return during<Ports, Figure>(task, execPath, async (ports) => {
    const [mine, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round <= size.rounds; round++) {
      const [ours, promClient] = await scrapeBoth(ports, round % 2 === 0);
      if (round === 0) assertSameSamples(COUNTER.name, promClient.text, ours.text);
      else theirs[mine.push(ours.ms) - 1] = promClient.ms;
    }
    const samples = mine.map((ms, round) => ms / theirs[round]!);
    return {
      id: `scrape.socket.${size.name}`,
      title: `GET /metrics with ${size.name} counters over a socket`,
      unit: '× prom-client',
      value: median(samples),
      samples,
      proof: `${median(theirs).toFixed(1)} → ${median(mine).toFixed(1)} ms; the same samples`,
    };
  });
}

async function scrapeBoth({ ours, promClient }: Ports, oursFirst: boolean) {
  if (oursFirst) return [await scrapeOverSocket(ours), await scrapeOverSocket(promClient)] as const;
  const theirs = await scrapeOverSocket(promClient);
  return [await scrapeOverSocket(ours), theirs] as const;
}

function taskOf(
  task: ScrapeTask['task'],
  kind: Kind,
  { lines, rounds }: Size,
  contenders: readonly ContenderName[],
): ScrapeTask {
  return { task, kind, lines, rounds, contenders };
}

function ask<T>(task: ScrapeTask, execPath: string): Promise<T> {
  return during<T, T>(task, execPath, async (told) => told);
}

/** Uses what a process tells while that process lives. */
async function during<T, R>(task: ScrapeTask, execPath: string, use: (told: T) => Promise<R>): Promise<R> {
  const execArgv = ['--expose-gc', '--max-old-space-size=6144'];
  const child = new MeasuredProcess<ScrapeTask>('scrape/scrape-process.js', [], { execPath, execArgv });
  try {
    return await use(await child.ask<T>(task));
  } finally {
    await child.kill();
  }
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
