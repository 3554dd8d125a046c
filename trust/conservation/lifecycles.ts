/**
 * Everything that has a beginning and an end, in one application: at random moments in the middle, and at the end, what was started
 * has ended or is under way, series by series as the ledger has it.
 */
import { Inspection } from './accounting/inspection.js';
import { Ledger } from './accounting/ledger.js';
import { startDesk, type ObservedDesk } from './desk.js';
import type { Dice } from './dice.js';
import { tell, type Attempt } from './subject.js';
import { PRICES } from './works/completions.js';
import { slowWorks, works } from './works/index.js';
import { Kitchen } from './works/methods.js';
import type { StartWork, Work } from './works/work.js';

const ATTACK_CLASS = 'conservation.lifecycles';
const LOOKS = 4;
const STEPS_PER_LOOK = 150;
const SLOW_STEPS_PER_LOOK = 3;

export async function lifecycles(attempt: Attempt): Promise<void> {
  const { round } = attempt;
  const desk = await startDesk({
    platform: round % 2 === 0 ? 'express' : 'fastify',
    providers: [Kitchen],
    observability: { ai: { prices: PRICES }, traces: { sampleRatio: [1, 0, 0.1][round % 3]! } },
  });
  try {
    await work(attempt, desk);
  } finally {
    await desk.close();
  }
}

async function work(attempt: Attempt, { app, scrape }: ObservedDesk): Promise<void> {
  const ledger = new Ledger();
  const inspection = new Inspection(scrape, ledger);
  const { dice } = attempt;
  const start = (makers: Readonly<Record<string, StartWork>>): Work[] =>
    Object.values(makers).map((make) => make({ app, ledger, dice: dice.another() }));
  const [quick, slow] = [start(works), start(slowWorks)];
  for (let look = 0; look < LOOKS; look++) {
    await take(dice, quick, STEPS_PER_LOOK);
    await take(dice, slow, SLOW_STEPS_PER_LOOK);
    report(attempt, await inspection.look(), `look ${look}`, inspection);
  }
  for (const one of [...quick, ...slow]) await one.finish();
  report(attempt, await inspection.look(), 'at the end', inspection);
}

async function take(dice: Dice, all: readonly Work[], steps: number): Promise<void> {
  for (let step = 0; step < steps; step++) await dice.pick(all).step();
}

function report(attempt: Attempt, wrong: readonly string[], moment: string, { samples }: Inspection): void {
  tell(attempt, { attackClass: ATTACK_CLASS, compared: samples.size, wrong, circumstances: { moment } });
}
