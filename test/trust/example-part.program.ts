/** A part that ends as its seed says, for the tests of those who run parts. */
import { runPart } from '../../trust/harness/run-part.js';
import { ENDINGS } from './endings.js';

runPart('example', async (trial) => {
  trial.tried('example.class', 3);
  const ending = ENDINGS[trial.seed];
  if (ending === 'throws') throw new Error('not a part of the plan');
  if (ending === 'dies') process.exit(3);
  if (ending === 'hangs') await new Promise((resolve) => setInterval(resolve, 2 ** 31 - 1));
});
