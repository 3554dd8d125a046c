/** Time from the start of a process to its first answered request, × that of bare Nest in the same round. */
import { MeasuredProcess } from '../harness/measured-process.js';
import { median } from '../harness/median.js';
import type { SinkCommand } from '../harness/otlp-sink.js';
import type { Figure, Part } from '../part.js';
import { bare, contenders, type Contender, type Receivers } from './contenders.js';
import { startOnce, type Sink, type Start } from './start.js';

const ROUNDS = 15;
const SHORT_ROUNDS = 4;

export const startup: Part = {
  name: 'startup',
  method:
    `Fresh processes of bare Nest and every contender, in production, in an order that rotates, ${ROUNDS} rounds after one that ` +
    'warms the file cache; each start against the bare one of its round, in wall time.',
  async *measure({ isShort, execPath }) {
    const rounds = await takeRounds(isShort ? SHORT_ROUNDS : ROUNDS, execPath);
    yield bareFigure(rounds);
    for (const contender of contenders) yield figureOf(contender, rounds);
  },
};

/** Each contender's start of one round. */
type Round = ReadonlyMap<Contender, Start>;

async function takeRounds(count: number, execPath: string): Promise<readonly Round[]> {
  const sink: Sink = new MeasuredProcess<SinkCommand>('harness/otlp-sink.js');
  try {
    const receivers = {
      grpcEndpoint: `http://127.0.0.1:${await sink.ask<number>('ok')}`,
      httpPort: await sink.ask<number>('http'),
    };
    const rounds: Round[] = [];
    for (let round = 0; round <= count; round++) rounds.push(await takeRound(round, execPath, receivers, sink));
    return rounds.slice(1);
  } finally {
    await sink.kill();
  }
}

async function takeRound(round: number, execPath: string, receivers: Receivers, sink: Sink): Promise<Round> {
  const all = [bare, ...contenders];
  const first = round % all.length;
  const starts = new Map<Contender, Start>();
  for (const contender of [...all.slice(first), ...all.slice(0, first)])
    starts.set(contender, await startOnce(contender, execPath, receivers, sink));
  return starts;
}

function bareFigure(rounds: readonly Round[]): Figure {
  const samples = rounds.map((round) => round.get(bare)!.wallMs);
  return {
    id: 'startup.bare',
    title: 'start of bare Nest to its first answer',
    unit: 'ms',
    value: median(samples),
    samples,
    proof: `${cpuMs(bare, rounds).toFixed(0)} ms of CPU; answered 200 in all ${rounds.length} rounds`,
  };
}

function figureOf(contender: Contender, rounds: readonly Round[]): Figure {
  const samples = ratios(contender, rounds, ({ wallMs }) => wallMs);
  return {
    id: `startup.${contender.name}`,
    title: `start, ${contender.title}`,
    unit: '× bare',
    value: median(samples),
    samples,
    proof: proofOf(contender, rounds),
  };
}

function proofOf(contender: Contender, rounds: readonly Round[]): string {
  const wallMs = median(rounds.map((round) => round.get(contender)!.wallMs)).toFixed(0);
  const cpuRatio = median(ratios(contender, rounds, (start) => start.cpuMs)).toFixed(2);
  return [
    `${wallMs} ms; ${cpuMs(contender, rounds).toFixed(0)} ms of CPU, ${cpuRatio} × bare`,
    `answered 200 and showed its ${contender.mustShow} in all ${rounds.length} rounds`,
  ].join('; ');
}

function ratios(contender: Contender, rounds: readonly Round[], amount: (start: Start) => number): number[] {
  return rounds.map((round) => amount(round.get(contender)!) / amount(round.get(bare)!));
}

function cpuMs(contender: Contender, rounds: readonly Round[]): number {
  return median(rounds.map((round) => round.get(contender)!.cpuMs));
}
