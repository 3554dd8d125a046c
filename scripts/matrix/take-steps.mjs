// Takes steps one after the other until one fails, and keeps what that one printed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param steps name to a function that is given `context` and answers with what is wrong, or with undefined
 * @param context its `folder` gets the output of a failed step
 * @returns `cell`, `steps`: each with its `name`, `result` (`ok`, `failed`, `-` when not reached) and `seconds`, and of a
 * failure the file with its `output`
 */
export async function takeSteps(cell, steps, context) {
  const results = { cell, steps: [] };
  for (const [name, step] of Object.entries(steps)) {
    const { problem, ...taken } = results.output === undefined ? await take(step, context) : notReached;
    results.steps.push({ name, ...taken });
    if (problem !== undefined) results.output = keepOutput(context.folder, { name, cell, problem });
  }
  return results;
}

const notReached = { result: '-', seconds: 0 };

async function take(step, context) {
  const begin = performance.now();
  const problem = await step(context);
  const seconds = Math.round((performance.now() - begin) / 1000);
  return { result: problem === undefined ? 'ok' : 'failed', seconds, problem };
}

function keepOutput(folder, { name, cell, problem }) {
  const file = join(folder, `${name}.log`);
  writeFileSync(file, `${cell}\n\n${problem}\n`);
  return file;
}
