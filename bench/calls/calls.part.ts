/**
 * What a decorated call costs, in time and in memory, against a wrapper that does nothing. Each set-up has several processes,
 * and medians over them: within one, what the engine once decided to inline or to optimise stays so.
 */
import { MeasuredProcess } from '../harness/measured-process.js';
import { median } from '../harness/median.js';
import type { Figure, Part, PartOptions } from '../part.js';
import { WITHOUT_COLLECTIONS } from './call-bytes.js';
import type { BytesTold, TimesTold } from './call-process.js';
import type { CallTime } from './call-times.js';
import type { Form } from './decorated-class.js';
import { setUps, type SetUpName } from './set-ups/index.js';

const setUpNames = Object.keys(setUps) as SetUpName[];

/** What the contenders are, in print. */
const TITLES: Readonly<Record<string, string>> = {
  disabled: 'all three decorators, `enabled: false`',
  counted: '@Counted',
  timed: '@Timed',
  'traced-outside': '@Traced outside a trace',
  'traced-unsampled': '@Traced in an operation that is not sampled',
  'traced-sampled': '@Traced, recorded and exported',
  all: '@Traced, @Timed and @Counted on one method, not sampled',
  'prom-client-counted': 'prom-client by hand: counter.inc({ … })',
  'prom-client-timed': 'prom-client by hand: histogram.startTimer({ … })',
  'nestjs-otel': 'nestjs-otel: @Span and @OtelMethodCounter, not sampled',
  'nestjs-otel-counted': 'nestjs-otel: @OtelMethodCounter',
  'nestjs-otel-traced': 'nestjs-otel: @Span, not sampled',
  observe: '@nestjs/observe, in a trace that is not sampled',
  'observe-outside': '@nestjs/observe, outside a trace',
  sentry: 'Sentry: @SentryTraced, not sampled',
};

interface Extent {
  readonly processes: number;
  readonly rounds: number;
  /** In whose processes allocations are measured. */
  readonly allocating: readonly SetUpName[];
}

const FULL: Extent = { processes: 7, rounds: 12, allocating: setUpNames };
const SHORT: Extent = { processes: 2, rounds: 6, allocating: ['disabled', 'unsampled'] };

export const calls: Part = {
  name: 'calls',
  method:
    'Eight decorated methods called in turn, CPU time per call ÷ the same around a wrapper that only calls through; ' +
    `medians of ${FULL.rounds} alternating rounds, and of ${FULL.processes} processes.`,
  async *measure({ isShort, execPath }) {
    const extent = isShort ? SHORT : FULL;
    const told = await measureTimes(extent, execPath);
    for (const name of setUpNames) yield* timeFigures(told[name]);
    yield versusNestjsOtel(told);
    for (const name of extent.allocating)
      yield* byteFigures(await tell<BytesTold>(name, ['bytes'], execPath, WITHOUT_COLLECTIONS));
  },
};

type Told = Readonly<Record<SetUpName, readonly TimesTold[]>>;

/** All set-ups in turn, so that a slow phase of the machine falls on each. */
async function measureTimes({ processes, rounds }: Extent, execPath: PartOptions['execPath']): Promise<Told> {
  const told = Object.fromEntries(setUpNames.map((name) => [name, [] as TimesTold[]]));
  for (let count = 0; count < processes; count++) {
    for (const name of setUpNames) told[name]!.push(await tell<TimesTold>(name, ['times', String(rounds)], execPath));
  }
  return told as Record<SetUpName, TimesTold[]>;
}

async function tell<T>(
  name: SetUpName,
  args: readonly string[],
  execPath: string,
  execArgv: readonly string[] = [],
): Promise<T> {
  const child = new MeasuredProcess<'stop'>('calls/call-process.js', [name, ...args], { execPath, execArgv });
  try {
    const told = await child.hear<T>();
    await child.stop('stop');
    return told;
  } finally {
    await child.kill();
  }
}

function* timeFigures(told: readonly TimesTold[]): Iterable<Figure> {
  const { proof, sync } = told[0]!;
  for (const name of Object.keys(sync)) {
    for (const form of ['sync', 'async'] as const) yield ratioFigure(name, form, timesOf(told, name, form), proof);
    if (name.endsWith('timed')) yield clockFigure(name, timesOf(told, name, 'sync'), proof);
  }
}

function timesOf(told: readonly TimesTold[], name: string, form: Form): CallTime[] {
  return told.map((one) => one[form][name]!);
}

function ratioFigure(name: string, form: Form, times: readonly CallTime[], proof: string): Figure {
  const [ns, nothingNs] = [median(times.map((time) => time.ns)), median(times.map((time) => time.nothingNs))];
  return {
    id: `calls.${name}.${form}`,
    title: `${TITLES[name]}, ${form}`,
    unit: '× a wrapper that does nothing',
    ...overProcesses(times.map(({ ratio }) => ratio)),
    proof: `${nothingNs.toFixed(1)} → ${ns.toFixed(1)} ns; ${proof}`,
  };
}

function clockFigure(name: string, times: readonly CallTime[], proof: string): Figure {
  return {
    id: `calls.${name}.clock-readings`,
    title: `${TITLES[name]}, sync, in readings of the clock`,
    unit: '× performance.now()',
    ...overProcesses(times.map(({ clockReadings }) => clockReadings)),
    proof,
  };
}

/** Each in readings of the clock in its own process; processes are paired in the order they ran. */
function versusNestjsOtel(told: Told): Figure {
  const ours = timesOf(told.unsampled, 'all', 'sync');
  const theirs = timesOf(told['nestjs-otel'], 'nestjs-otel', 'sync');
  return {
    id: 'calls.all.vs-nestjs-otel',
    title: `${TITLES['all']}, sync, against ${TITLES['nestjs-otel']}`,
    unit: '÷ nestjs-otel',
    ...overProcesses(ours.map(({ clockReadings }, index) => clockReadings / theirs[index]!.clockReadings)),
    proof: `${median(ours.map(({ ns }) => ns)).toFixed(0)} and ${median(theirs.map(({ ns }) => ns)).toFixed(0)} ns; ${told.unsampled[0]!.proof}`,
  };
}

function overProcesses(samples: readonly number[]): Pick<Figure, 'value' | 'samples'> {
  return { value: median(samples), samples };
}

function* byteFigures(bytes: BytesTold): Iterable<Figure> {
  for (const [name, value] of Object.entries(bytes)) {
    yield {
      id: `calls.${name}.bytes`,
      title: `${TITLES[name]}, sync, allocated per call`,
      unit: 'bytes',
      value,
      samples: [value],
      proof: 'beyond the wrapper that does nothing; an object of 56 bytes shows as 56, and none as 0',
    };
  }
}
