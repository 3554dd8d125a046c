/** Recursion deeper than any stack, through decorated methods: it comes back as it does without them, in its own context. */
import { join } from 'node:path';
import { MeasuredProcess } from '../../../bench/harness/measured-process.js';
import type { Trial } from '../../harness/trial.js';
import type { DepthAnswer, DepthCommand, Way } from './depth-process.js';

const CLASS = 'load.depth';
const DEPTH = 50_000;
/** One a level, the bottom's own among them, and the one around all of them. */
const SPANS = DEPTH + 2;
const WAYS: readonly Way[] = ['awaiting', 'chaining', 'branching'];
/** Twice as deep may take twice as long, and some more for the memory that it takes. */
const MAX_DOUBLING = 4;
/** Below it the clock is measured. */
const LEAST_MS = 100;

type Going = MeasuredProcess<DepthCommand | 'stop'>;

export async function tryDepth(trial: Trial): Promise<void> {
  const going: Going = new MeasuredProcess(join(__dirname, 'depth-process.js'), [], {
    env: { NODE_ENV: 'production' },
  });
  try {
    await going.hear();
    for (const way of WAYS) await tryWay(trial, going, way);
    await going.stop('stop');
  } finally {
    await going.kill();
  }
}

async function tryWay(trial: Trial, going: Going, way: Way): Promise<void> {
  const bare = await going.ask<DepthAnswer>({ way, depth: DEPTH, isDecorated: false });
  const half = await going.ask<DepthAnswer>({ way, depth: DEPTH / 2, isDecorated: true });
  const whole = await going.ask<DepthAnswer>({ way, depth: DEPTH, isDecorated: true });
  const reproduce = `${way}, ${DEPTH} deep`;
  trial.expect(CLASS, bare.error === undefined, `not even bare: ${bare.error}`, reproduce);
  trial.expect(CLASS, whole.error === undefined, `decorated: ${whole.error}`, reproduce);
  trial.expect(CLASS, whole.isContextIntact, 'the context at the bottom is not that of the top', reproduce);
  trial.expect(CLASS, whole.spans === SPANS, `${whole.spans} spans ended of ${SPANS}`, reproduce);
  const doubling = whole.durationMs / Math.max(half.durationMs, LEAST_MS);
  trial.expect(CLASS, doubling < MAX_DOUBLING, `twice the depth took ${doubling.toFixed(1)} times as long`, reproduce);
  trial.figure(CLASS, `${DEPTH} by ${way}`, `${whole.durationMs.toFixed(0)} ms, bare ${bare.durationMs.toFixed(0)} ms`);
}
