/** Classes that come and go while one application goes on: decorated methods that nobody can call any more are not kept. */
import { join } from 'node:path';
import { MeasuredProcess } from '../../../bench/harness/measured-process.js';
import type { Trial } from '../../harness/trial.js';
import { growthOf } from '../vitals/growth.js';
import { STEADY_HEAP } from '../vitals/steady-heap.js';
import type { Vitals } from '../vitals/vitals.js';

const CLASS = 'load.passing';
const CLASSES = { short: 300, usual: 3_000, long: 3_000 } as const;
const WARM_UP = 2;
const LEAST = 8;

type Making = MeasuredProcess<{ readonly count: number }>;

export async function tryPassing(trial: Trial): Promise<void> {
  const making: Making = new MeasuredProcess(join(__dirname, 'passing-process.js'), [], {
    execArgv: STEADY_HEAP,
    env: { NODE_ENV: 'production' },
  });
  try {
    await making.hear();
    const readings: Vitals[] = [];
    for (let round = 0; round < LEAST; round++) readings.push(await makeOnce(trial, making));
    const { facts, figures } = growthOf(readings.slice(WARM_UP));
    for (const fact of facts) trial.lost(CLASS, fact, `${LEAST * CLASSES[trial.length]} classes in one application`);
    for (const [name, value] of Object.entries(figures)) trial.figure(CLASS, name, value);
  } finally {
    await making.kill();
  }
}

function makeOnce(trial: Trial, making: Making): Promise<Vitals> {
  const count = CLASSES[trial.length];
  trial.tried(CLASS, count);
  return making.ask<Vitals>({ count });
}
