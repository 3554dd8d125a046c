/**
 * All kinds of clients at saturation, in rounds. After each round everybody has left: what was counted must be what was served, nothing may
 * be under way, and the process may hold no more than after the first rounds.
 */
import type { Trial } from '../harness/trial.js';
import type { Platform } from './platform.js';
import { randomFrom } from '../../test/support/random.js';
import type { BusyProcess } from './busy/busy-process.js';
import { Crowd } from './clients/crowd.js';
import { Seen } from './clients/visit.js';
import { reportCounts } from './report-counts.js';
import { growthOf } from './vitals/growth.js';
import type { Vitals } from './vitals/vitals.js';

const ROUND_MS = { short: 600, usual: 3_000, long: 30_000 } as const;
/** What is loaded and compiled with the first of a kind belongs to the start. */
const WARM_UP_ROUNDS = 3;
/** Three in each third. */
const LEAST_ROUNDS = 9;

/** @param share of the part's time by which it ends */
export async function tryTraffic(trial: Trial, platform: Platform, busy: BusyProcess, share: number): Promise<void> {
  const crowd = new Crowd(busy.port, randomFrom(trial.seed), new Seen());
  const readings: Vitals[] = [];
  const startedAtMs = performance.now();
  let served = 0;
  for (let round = 1; round <= WARM_UP_ROUNDS + LEAST_ROUNDS || trial.hasTime(share); round++) {
    await crowd.visit(ROUND_MS[trial.length]);
    await busy.settle();
    served = reportCounts(trial, platform, crowd.seen, await busy.compare());
    if (round > WARM_UP_ROUNDS) readings.push(await busy.vitals());
    tellFigures(trial, platform, crowd.seen, served / ((performance.now() - startedAtMs) / 1_000));
  }
  trial.tried(`load.counts.${platform}`, served);
  reportGrowth(trial, platform, readings);
}

function tellFigures(trial: Trial, platform: Platform, seen: Seen, requestsPerSecond: number): void {
  const attackClass = `load.counts.${platform}`;
  trial.figure(attackClass, 'requests/s', requestsPerSecond.toFixed(0));
  trial.figure(attackClass, 'aborted', String(seen.aborted));
  trial.figure(attackClass, 'slow', String(seen.slow));
  trial.figure(attackClass, 'reconnects', String(seen.reconnected));
  trial.figure(attackClass, 'messages', String(seen.messages));
}

function reportGrowth(trial: Trial, platform: Platform, readings: readonly Vitals[]): void {
  const attackClass = `load.growth.${platform}`;
  const { facts, figures } = growthOf(readings);
  trial.tried(attackClass, readings.length);
  for (const fact of facts) trial.lost(attackClass, fact, `${readings.length} rounds, seed ${trial.seed}`);
  for (const [name, value] of Object.entries(figures)) trial.figure(attackClass, name, value);
}
