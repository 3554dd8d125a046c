/**
 * How the time of reading grows with what is read. An input of sixteen times the length may take sixteen times as long; a
 * pattern that goes back over what it has read takes 256 times, and lets one request stop a process. Ratios are compared, never times.
 */
import type { Trial } from '../harness/trial.js';
import { Chance, seedOf } from './inputs/chance.js';
import { oddities } from './inputs/oddities.js';
import { shown, type Target } from './target.js';
import { targets } from './targets/index.js';

const CLASS = 'fuzz.growth';
const SHORT_LENGTH = 2_000;
const LENGTH_RATIO = 16;
/** Between linear and quadratic, so that neither a pause nor a cache decides. */
const MAX_TIME_RATIO = 64;
/** Less is nothing to measure, and stops nobody. */
const MIN_LONG_MICROS = 4_000;
const CONFIRMATIONS = 4;
/** Of each target, whatever time there is. */
const LEAST_UNITS = 30;

type Reading = Required<Pick<Target, 'name' | 'corpus' | 'read'>>;

export function runGrowth(trial: Trial, share: number): void {
  const readings = targets.filter((target): target is Target & Reading => target.read !== undefined);
  let worst = { ratio: 0, name: 'none' };
  for (let attempt = 0; attempt < LEAST_UNITS * readings.length || trial.hasTime(share); attempt++) {
    const reading = readings[attempt % readings.length]!;
    const unit = unitOf(reading, new Chance(seedOf(trial.seed, CLASS, attempt)));
    const ratio = timeRatio(reading, unit);
    if (ratio > worst.ratio) worst = { ratio, name: reading.name };
    const fact = `${reading.name} takes ${ratio.toFixed(0)} times as long for ${LENGTH_RATIO} times the text`;
    trial.expect(CLASS, ratio <= MAX_TIME_RATIO, fact, `${shown(unit)}, seed ${trial.seed}, attempt ${attempt}`);
  }
  trial.figure(
    CLASS,
    `most time for ${LENGTH_RATIO} times the text`,
    `${worst.ratio.toFixed(1)} times (${worst.name})`,
  );
}

interface Unit {
  readonly before: string;
  readonly repeated: string;
  readonly after: string;
}

/** One fragment or some over and over, of real inputs and of what parsers stumble over; mostly something else behind them. */
function unitOf({ corpus }: Reading, chance: Chance): Unit {
  const fragment = (): string => {
    if (chance.oneIn(2)) return chance.pick(oddities);
    const text = chance.pick(corpus);
    const at = chance.below(text.length);
    return text.slice(at, at + 1 + chance.below(24));
  };
  const repeated = Array.from({ length: chance.pick([1, 1, 2, 3]) }, fragment).join('') || 'a';
  const after = chance.oneIn(4) ? '' : chance.pick(oddities);
  return { before: chance.oneIn(2) ? fragment() : '', repeated, after };
}

/** 0 where the long text takes too little time to tell. */
function timeRatio(reading: Reading, unit: Unit): number {
  const [short, long] = [textOf(unit, SHORT_LENGTH), textOf(unit, SHORT_LENGTH * LENGTH_RATIO)];
  if (timeOf(reading, long) < MIN_LONG_MICROS) return 0;
  // The lowest of several: what else the machine does makes it only longer.
  const ratios = Array.from({ length: CONFIRMATIONS }, () => timeOf(reading, long) / shortTime(reading, short));
  return Math.min(...ratios);
}

function shortTime(reading: Reading, short: string): number {
  const times = Array.from({ length: LENGTH_RATIO }, () => timeOf(reading, short));
  return Math.max(1, times.reduce((sum, micros) => sum + micros, 0) / times.length);
}

function textOf({ before, repeated, after }: Unit, length: number): string {
  return before + repeated.repeat(Math.ceil(length / repeated.length)) + after;
}

/** Of the processor, which what else the machine does changes little. What is thrown is looked at elsewhere. */
function timeOf({ read }: Reading, text: string): number {
  const before = process.cpuUsage();
  try {
    read(text);
  } catch {
    // A refusal takes time like an answer.
  }
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
