// Runs the application's test, which uses nestjs-observability/testing, with the cell's test runner.
import { problemOf, runOf } from './command-of.mjs';

const programs = { jest: ['jest', '--ci'], vitest: ['vitest', 'run'] };

export async function test(context) {
  const [name, ...args] = programs[context.cell.tests];
  return problemOf(await runOf(context.installer.program(context, name), args, context));
}
