/**
 * `npm run bench:redaction`: what looking for secrets costs, as CPU time ÷ that of `JSON.stringify` of the same value in the same run.
 * Alternating windows, medians of their ratios; ends with 1 where a limit is passed.
 */
import { dirname, join } from 'node:path';
import { median } from '../harness/median.js';
import { subjects, type Redactor, type Subject } from './subjects.js';

const rounds = process.argv.includes('--short') ? 9 : 31;
const WINDOW_MICROS = 20_000;

interface Internals {
  readonly Redactor: new (config: unknown) => Redactor;
}

function main(): void {
  const redactor = createRedactor();
  const results = subjects.map((subject) => ({ subject, ...measure(subject, redactor) }));
  for (const { subject, ratio, nanos } of results) {
    const verdict = ratio <= subject.limit ? '' : '  missed';
    const figure = `${subject.title.padEnd(56)} ${ratio.toFixed(2).padStart(7)}  limit ${subject.limit}`;
    process.stdout.write(`${figure}  ${Math.round(nanos)} ns${verdict}\n`);
  }
  process.exitCode = results.every(({ subject, ratio }) => ratio <= subject.limit) ? 0 : 1;
}

/** From the build as an application has it; the redactor is no part of the public interface. */
function createRedactor(): Redactor {
  const library = dirname(require.resolve('nestjs-observability'));
  const { Redactor } = require(join(library, 'security', 'index.js')) as Internals;
  const { resolveConfig } = require(join(library, 'config', 'index.js')) as { resolveConfig(): { redaction: unknown } };
  return new Redactor(resolveConfig().redaction);
}

function measure(subject: Subject, redactor: Redactor): { readonly ratio: number; readonly nanos: number } {
  const redact = (): unknown => subject.redact(redactor);
  const stringify = (): unknown => JSON.stringify(subject.value);
  const counts = [calibrate(redact), calibrate(stringify)] as const;
  const pairs = Array.from({ length: rounds }, (_, round) => measurePair([redact, stringify], counts, round % 2 === 0));
  return { ratio: median(pairs.map(([ours, json]) => ours / json)), nanos: median(pairs.map(([ours]) => ours)) };
}

type Work = () => unknown;
type Pair = readonly [ours: number, json: number];

/** Nanoseconds per call; which of the two is first alternates, so that a drift of the machine cancels out. */
function measurePair([redact, stringify]: readonly [Work, Work], counts: Pair, oursFirst: boolean): Pair {
  const ours = (): number => nanosPerCall(redact, counts[0]);
  const json = (): number => nanosPerCall(stringify, counts[1]);
  if (oursFirst) return [ours(), json()];
  const first = json();
  return [ours(), first];
}

/** Runs until the engine has optimised the work; gives how many calls fill a window. */
function calibrate(work: Work): number {
  let count = 16;
  for (let spentMicros = 0; spentMicros < WINDOW_MICROS; count *= 2)
    spentMicros = (nanosPerCall(work, count) * count) / 1000;
  return count / 2;
}

let sink: unknown;

function nanosPerCall(work: Work, count: number): number {
  const before = process.cpuUsage();
  for (let call = 0; call < count; call++) sink = work();
  if (sink === undefined) throw new Error('the work gave nothing');
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / count;
}

main();
