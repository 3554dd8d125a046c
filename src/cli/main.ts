#!/usr/bin/env node
/** `npx nestjs-observability generate`: from the application's own module to dashboards, alerts, their tests, runbooks and a stack. */
import 'reflect-metadata';
import { ObservabilityError } from '../kernel/index.js';
import { generators } from '../provisioning/index.js';
import { describeFault } from './application-fault.js';
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
  const folder = new OutputFolder(
    command.outputFolder,
    generators.flatMap((generate) => generate(input)),
  );
  return command.isCheck ? tellStale(folder.differences(), command) : tellWritten(folder, command);
}

function tellStale(differences: readonly Difference[], { outputFolder }: GenerateCommand): number {
  if (differences.length === 0) return say(`${outputFolder} is up to date.\n`, OK);
  const lines = differences.map(({ path, state }) => `  ${state}: ${path}`);
  process.stderr.write(`${outputFolder} is not what the application generates:\n${lines.join('\n')}\n`);
  return STALE;
}

function tellWritten(folder: OutputFolder, { outputFolder }: GenerateCommand): number {
  const differences = folder.write();
  const removed = differences.filter(({ state }) => state === 'no longer generated').length;
  const changes = `${differences.length - removed} written, ${removed} removed`;
  return say(`${folder.fileCount} files in ${outputFolder}: ${changes}.\n`, OK);
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

let isOver = false;

/** What the application's files have opened while they were loaded must not keep the command alive. */
function end(exitCode: number): never {
  isOver = true;
  process.exit(exitCode);
}

process.on('uncaughtException', (error) =>
  end(tellFailure(new UsageError(`the application has failed while it was loaded: ${describeFault(error)}`))),
);
// Loading a file may end the process, and its exit code would be taken for ours.
process.on('exit', (exitCode) => {
  if (isOver) return;
  const reason = `the process has ended with exit code ${exitCode} while the application was loaded.`;
  process.exitCode = tellFailure(new UsageError(`${reason} Look for process.exit(), or an await that never ends.`));
});

void main(process.argv.slice(2)).catch(tellFailure).then(end);
