/** No input makes it throw, stall, grow, or say something else than it was given. */
import { runPart } from '../harness/run-part.js';
import { runGrowth } from './growth.js';
import { runTargets } from './run-targets.js';
import { runQuestions } from './server/run-questions.js';

/** Up to which share of the part's time each goes on; the server has the rest. */
const [TARGETS, GROWTH] = [0.5, 0.7];

runPart('fuzz', async (trial) => {
  runTargets(trial, TARGETS);
  runGrowth(trial, GROWTH);
  await runQuestions(trial);
});
