/** Everybody × bare, each in processes of its own: CPU, requests per second, p99, bytes exported and memory. */
import { CLIENT_CORE, pinThisProcess } from '../harness/cores.js';
import { Undisturbed } from '../harness/undisturbed.js';
import type { Figure, Part } from '../part.js';
import { fieldFigures } from './field-figures.js';
import { FieldProcess, type FieldWindow, type WarmUp } from './field-process.js';
import { bare, contenders, type FieldRow } from './field-rows.js';
import { FieldSink } from './field-sink.js';
import { FieldTally, type Round } from './field-tally.js';
import { platforms, type Platform } from './hello.js';

interface Effort extends WarmUp {
  /** How often everybody is started anew: what an engine once decided to inline stays so for the life of a process. */
  readonly starts: number;
  readonly rounds: number;
}

const FULL: Effort = { starts: 3, rounds: 4, requests: 8_192, maxCpuMs: 3_000, windowCpuMs: 400 };
const SHORT: Effort = { starts: 1, rounds: 1, requests: 2_048, maxCpuMs: 1_000, windowCpuMs: 60 };
// So many of a run's windows may be taken again.
const RETAKEN_SHARE = 0.3;
const STRIDE = 5;

export const field: Part = {
  name: 'field',
  method:
    `Each contender in ${FULL.starts} processes, one after the other the only one to run; in each ${FULL.rounds} windows of ` +
    `about ${FULL.windowCpuMs} ms CPU, each divided by the bare process's window of the same round.`,
  async *measure({ isShort, execPath }) {
    const sink = await FieldSink.start();
    const place = { effort: isShort ? SHORT : FULL, execPath, sink };
    try {
      for (const platform of platforms) yield* measurePlatform(platform, place);
    } finally {
      await sink.stop();
    }
  },
};

interface Place {
  readonly effort: Effort;
  readonly execPath: string;
  readonly sink: FieldSink;
}

async function* measurePlatform(platform: Platform, place: Place): AsyncIterable<Figure> {
  const { starts, rounds } = place.effort;
  const undisturbed = new Undisturbed(Math.round(starts * rounds * contenders.length * RETAKEN_SHARE));
  const tally = new FieldTally();
  for (let start = 0; start < starts; start++) await measureGeneration(platform, place, undisturbed, tally);
  yield* fieldFigures(platform, tally, undisturbed.describe());
}

/** All contenders, each in a new process, from their start to their end. */
async function measureGeneration(
  platform: Platform,
  place: Place,
  undisturbed: Undisturbed,
  tally: FieldTally,
): Promise<void> {
  const attempts = [bare, ...contenders].map((row) => tryToStart(row, platform, place));
  const running = (await Promise.all(attempts)).filter((started) => started !== undefined);
  // Not before: what it starts would be pinned, too.
  const unpin = pinThisProcess(CLIENT_CORE);
  try {
    if (!running.some(({ row }) => row === bare)) throw new Error(`bare Nest does not run on ${platform}`);
    for (const contender of running) await contender.warmUp(place.effort);
    for (let round = 0; round < place.effort.rounds; round++)
      tally.addRound(await measureRound(rotated(running, round), undisturbed));
    for (const contender of running) tally.addEvidence(contender.row, await contender.evidence());
  } finally {
    unpin();
    for (const contender of running) await contender.stop();
  }
}

async function measureRound(running: readonly FieldProcess[], undisturbed: Undisturbed): Promise<Round> {
  const windows = new Map<string, FieldWindow>();
  for (const contender of running)
    windows.set(contender.row.id, await undisturbed.take(contender.pids, () => contender.window()));
  return windows;
}

/** Who cannot run on this Node is told of, and the others are measured. */
async function tryToStart(
  row: FieldRow,
  platform: Platform,
  { sink, execPath }: Place,
): Promise<FieldProcess | undefined> {
  try {
    return await FieldProcess.start(row, platform, sink, execPath);
  } catch (error) {
    process.stderr.write(`field: ${row.title} does not run on ${platform} here: ${(error as Error).message}\n`);
    return undefined;
  }
}

/** Nobody is always first, or always behind the same one. */
function rotated<T>(values: readonly T[], by: number): T[] {
  const first = (by * STRIDE) % values.length;
  return [...values.slice(first), ...values.slice(0, first)];
}
