#!/usr/bin/env node
/** `npx nestjs-observability generate`: from the application's own module to dashboards, alerts, their tests and runbooks. */
import 'reflect-metadata';
import { ObservabilityError } from '../kernel/index.js';
import { generators } from '../provisioning/index.js';
import { inputOf } from './application-input.js';
import { HELP, readCommandLine, type GenerateCommand } from './command-line.js';
import { OutputFolder, type Difference } from './output-folder.js';
import { loadRootModule } from './root-module.js';
import { UsageError } from './usage-error.js';

const [OK, STALE, WRONG] = [0, 1, 2];

async function main(args: readonly string[]): Promise<number> {
  const command = readCommandLine(args);
  if (command === 'help') return say(HELP, OK);
  const input = await inputOf(await loadRootModule(command));
  const files = generators.flatMap((generate) => generate(input));
  const folder = new OutputFolder(command.outputFolder);
  return command.isCheck
    ? tellStale(folder.differences(files), command)
    : tellWritten(folder.write(files), files.length, command);
}

function tellStale(differences: readonly Difference[], { outputFolder }: GenerateCommand): number {
  if (differences.length === 0) return say(`${outputFolder} is up to date.\n`, OK);
  const lines = differences.map(({ path, state }) => `  ${state}: ${path}`);
  process.stderr.write(`${outputFolder} is not what the application generates:\n${lines.join('\n')}\n`);
  return STALE;
}

function tellWritten(differences: readonly Difference[], count: number, { outputFolder }: GenerateCommand): number {
  return say(`${count} files in ${outputFolder}, ${differences.length} changed.\n`, OK);
}

function say(text: string, exitCode: number): number {
  process.stdout.write(text);
  return exitCode;
}

function tellFailure(error: unknown): number {
  const isExpected = error instanceof UsageError || error instanceof ObservabilityError;
  const text = isExpected ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`nestjs-observability: ${text}\n`);
  return WRONG;
}

// What the application's files have opened while they were loaded must not keep the command alive.
void main(process.argv.slice(2))
  .catch(tellFailure)
  .then((exitCode) => process.exit(exitCode));
