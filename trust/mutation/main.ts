/** Changes the code, one change at a time, and runs the tests that run it: a change that no test sees is not tested. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPart } from '../harness/run-part.js';
import type { Trial } from '../harness/trial.js';
import type { Length } from '../part.js';
import { parts } from '../parts.js';
import { checkoutAbove, copyCheckout, specsOf } from './checkout.js';
import { slowTests, type RoomName } from './rooms.js';
import { runStryker } from './run-stryker.js';
import { drawFiles, drawOneIn, drawRooms } from './sample.js';
import { account, survivorsOf, WANTED_SCORE, WANTED_SCORE_OF_SAMPLE } from './score.js';

/** The rest is for the start: all tests of a room once, without a mutant. */
const SHARE_OF_MUTANTS = 0.6;

/** A long run is too long for one core; the others are one beside others, or short. */
const lanes: Readonly<Record<Length, number>> = { short: 1, usual: 1, long: 2 };

async function tryRooms(trial: Trial): Promise<void> {
  const left = [...drawRooms(trial.length, trial.seed)];
  const seconds = (parts.mutation.seconds[trial.length] * lanes[trial.length]) / left.length;
  const lane = async () => {
    for (let room = left.shift(); room !== undefined; room = left.shift())
      await tryRoom(trial, room, seconds * 1_000 * SHARE_OF_MUTANTS);
  };
  await Promise.all(Array.from({ length: lanes[trial.length] }, lane));
}

async function tryRoom(trial: Trial, room: RoomName, durationMs: number): Promise<void> {
  const folder = copyCheckout(checkoutAbove(__dirname), room);
  const mutate = drawFiles(folder, room, trial.length, trial.seed);
  const mutants = await runStryker(folder, {
    mutate,
    specs: specsOf(folder, room),
    slowTests,
    confirmation: trial.isLong ? 'anew' : 'original',
    durationMs,
    oneIn: drawOneIn(folder, mutate, trial.length),
    seed: trial.seed,
    isStaticLeftOut: !trial.isLong,
  });
  // To be looked at, also where they are few enough.
  writeFileSync(join(folder, 'survived.txt'), `${survivorsOf(mutants)}\n`);
  account(trial, `mutation.${room}`, mutants, trial.isLong ? WANTED_SCORE : WANTED_SCORE_OF_SAMPLE);
}

runPart('mutation', tryRooms);
