/** Changes the code, one change at a time, and runs the tests that run it: a change that no test sees is not tested. */
import { runPart } from '../harness/run-part.js';
import type { Trial } from '../harness/trial.js';
import { parts } from '../parts.js';
import { checkoutAbove, copyCheckout, specsOf } from './checkout.js';
import type { Mutant } from './mutant.js';
import { slowTests, type RoomName } from './rooms.js';
import { runStryker } from './run-stryker.js';
import { drawFiles, drawRooms } from './sample.js';
import { account, WANTED_SCORE, WANTED_SCORE_OF_SAMPLE } from './score.js';

/** The rest is for the start: all tests of a room once, without a mutant. */
const SHARE_OF_MUTANTS = 0.6;

async function tryRoom(trial: Trial, folder: string, room: RoomName, durationMs: number): Promise<readonly Mutant[]> {
  const mutants = await runStryker(folder, {
    mutate: drawFiles(folder, room, trial.length, trial.seed),
    specs: specsOf(folder, room),
    slowTests,
    confirmation: trial.isLong ? 'anew' : 'original',
    durationMs,
    isStaticLeftOut: !trial.isLong,
  });
  account(trial, `mutation.${room}`, mutants, trial.isLong ? WANTED_SCORE : WANTED_SCORE_OF_SAMPLE);
  return mutants;
}

async function tryRooms(trial: Trial): Promise<void> {
  const folder = copyCheckout(checkoutAbove(__dirname));
  const rooms = drawRooms(trial.length, trial.seed);
  const durationMs = (parts.mutation.seconds[trial.length] * 1_000 * SHARE_OF_MUTANTS) / rooms.length;
  const all: Mutant[] = [];
  for (const room of rooms) all.push(...(await tryRoom(trial, folder, room, durationMs)));
  if (trial.isLong) account(trial, 'mutation.together', all, WANTED_SCORE);
}

runPart('mutation', tryRooms);
