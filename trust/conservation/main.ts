/** Honest numbers: whatever an application did, every way out says the same of it, and that is what was done. */
import { runPart } from '../harness/run-part.js';
import type { Trial } from '../harness/trial.js';
import { Dice } from './dice.js';
import type { Attempt, Subject } from './subject.js';
import { subjects, waiting } from './subjects.js';

/** All of them once, and again with other dice while there is time. */
async function tryAll(trial: Trial): Promise<void> {
  const dice = new Dice(trial.seed);
  for (let round = 0; round === 0 || trial.hasTime(); round++) {
    const begin = (subject: Subject): Promise<void> => attempt(subject, { trial, dice: dice.another(), round });
    const beside = Object.values(waiting).map(begin);
    for (const subject of Object.values(subjects)) await begin(subject);
    await Promise.all(beside);
  }
}

/** A round that has begun goes on as long as there is time; the first one is whole. */
async function attempt(subject: Subject, about: Attempt): Promise<void> {
  if (about.round === 0 || about.trial.hasTime()) await subject(about);
}

runPart('conservation', tryAll);
