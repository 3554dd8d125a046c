// The programs of the generated stack without containers, built from their Go modules: --help
import { mkdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hasGo } from './stack/go.mjs';
import { programs, programsNamed } from './stack/programs.mjs';
import { isBuilt, keep, programFile } from './stack/shelf.mjs';

const usage = `Usage: node scripts/operations/build-stack.mjs [options] [${programs.map(({ name }) => name).join(' | ')}]…

Builds the named programs, or all, in the versions that the sample's compose.yml names. Needs Go and its module proxy;
takes minutes each on a small machine, at the lowest priority. What is built already is left alone.

  --check    say which are built and where; exit code 1 when one is not
  --out DIR  where they are kept (default: $STACK_PROGRAMS, else .cache/stack)
`;

const lowestPriority = 19;

process.exitCode = main();

function main() {
  const { values, positionals } = readArguments();
  if (values.help) return print(usage);
  const wanted = positionals.length > 0 ? programsNamed(positionals) : programs;
  const shelf = resolve(values.out ?? process.env['STACK_PROGRAMS'] ?? '.cache/stack');
  return values.check ? check(wanted, shelf) : build(wanted, shelf);
}

function readArguments() {
  const flag = { type: 'boolean', default: false };
  const options = { check: flag, help: { ...flag, short: 'h' }, out: { type: 'string' } };
  return parseArgs({ options, allowPositionals: true });
}

function check(wanted, shelf) {
  for (const program of wanted)
    print(`${program.name.padEnd(16)}  ${isBuilt(program, shelf) ? programFile(program, shelf) : 'not built'}\n`);
  return wanted.every((program) => isBuilt(program, shelf)) ? 0 : 1;
}

function build(wanted, shelf) {
  if (!hasGo()) {
    process.stderr.write('There is no Go here, so nothing can be built. Fix: https://go.dev/doc/install\n');
    return 1;
  }
  setPriority(lowestPriority);
  mkdirSync(shelf, { recursive: true });
  // Each is tried, whatever became of the one before.
  return wanted.map((program) => isBuilt(program, shelf) || attempt(program, shelf)).every(Boolean) ? 0 : 1;
}

function attempt(program, shelf) {
  const startedMs = performance.now();
  try {
    keep(program, shelf);
    print(`${program.name} ${program.version}: built in ${secondsSince(startedMs)} s\n`);
    return true;
  } catch (error) {
    process.stderr.write(
      `${program.name} ${program.version}: not built, after ${secondsSince(startedMs)} s: ${error.message}\n`,
    );
    return false;
  }
}

function secondsSince(startedMs) {
  return Math.round((performance.now() - startedMs) / 1000);
}

function print(text) {
  process.stdout.write(text);
  return 0;
}
