/** Applications that come and go in one process, as with a hot reload: whoever has gone has left nothing behind. */
import { join } from 'node:path';
import { MeasuredProcess } from '../../../bench/harness/measured-process.js';
import type { Trial } from '../../harness/trial.js';
import { platforms, type Platform } from '../platform.js';
import { growthOf } from '../vitals/growth.js';
import { STEADY_HEAP } from '../vitals/steady-heap.js';
import type { Left } from './reload-process.js';

const CLASS = 'load.reload';
/** What the first applications load stays loaded. */
const WARM_UP = 4;
const LEAST = 13;

type Reloading = MeasuredProcess<[Platform, string]>;

export async function tryReload(trial: Trial, tracesEndpoint: string, share: number): Promise<void> {
  const process: Reloading = new MeasuredProcess(join(__dirname, 'reload-process.js'), [], {
    execArgv: STEADY_HEAP,
    env: { NODE_ENV: 'production' },
  });
  try {
    await process.hear();
    const lefts = await reloadAll(trial, process, tracesEndpoint, share);
    reportLeft(trial, lefts);
  } finally {
    await process.kill();
  }
}

async function reloadAll(trial: Trial, process: Reloading, tracesEndpoint: string, share: number): Promise<Left[]> {
  const lefts: Left[] = [];
  for (let life = 0; life < LEAST || trial.hasTime(share); life++) {
    const left = await process.ask<Left>([platforms[life % platforms.length]!, tracesEndpoint]);
    trial.tried(CLASS);
    for (const warning of left.warnings) trial.lost(CLASS, warning, `application ${life + 1} in one process`);
    if (life >= WARM_UP) lefts.push(left);
  }
  return lefts;
}

function reportLeft(trial: Trial, lefts: readonly Left[]): void {
  const { facts, figures } = growthOf(lefts.map(({ vitals }) => vitals));
  const patched = lefts.at(-1)!.patched.map((name) => `${name} is not what Node made it`);
  for (const fact of [...facts, ...patched]) trial.lost(CLASS, fact, `${lefts.length} applications in one process`);
  for (const [name, value] of Object.entries(figures)) trial.figure(CLASS, name, value);
  trial.figure(CLASS, 'applications', String(lefts.length + WARM_UP));
}
