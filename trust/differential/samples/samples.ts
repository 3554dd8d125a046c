/** The samples inject parts of the module, and so cannot go without it: switched off they are what it is compared with. */
import type { Trial } from '../../harness/trial.js';
import { answerDifference } from '../differences.js';
import { Twins } from '../twins/twins.js';
import { sampleTrials, type SampleTrial } from './sample-steps.js';

export async function trySamples(trial: Trial, endpoint: string): Promise<void> {
  const twins = new Twins(['disabled', 'defaults', 'everything'], endpoint);
  try {
    for (const sample of sampleTrials) await trySample(trial, twins, sample);
  } finally {
    await twins.end();
  }
}

async function trySample(trial: Trial, twins: Twins, { sample, steps }: SampleTrial): Promise<void> {
  const starts = await twins.start({ ask: 'sample', sample });
  const failure = starts.find(({ answer }) => answer.text !== '');
  trial.expect(
    'differential.samples',
    failure === undefined,
    `${sample} does not start: ${failure?.answer.text}`,
    sample,
  );
  if (!twins.areRunning) return;
  for (const step of steps) {
    const [disabled, ...others] = await twins.take(step);
    for (const other of others) {
      const fact = answerDifference(disabled!, other);
      trial.expect('differential.samples', fact === undefined, `${sample}: ${fact}`, step.title);
    }
  }
  await twins.stop();
}
