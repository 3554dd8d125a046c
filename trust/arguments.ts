/** What the command line asks for. */
import { parseArgs } from 'node:util';
import { plants } from './planted/plants.js';
import { partNames, type Length, type PartName } from './part.js';

export interface Request {
  readonly isHelp: boolean;
  readonly length: Length;
  readonly parts: readonly PartName[];
  readonly seed: number;
  /** The planted defects instead of the real build: all, or those with these names. */
  readonly planted: 'none' | 'all' | readonly string[];
}

export const usage = `Usage: npm run trust -- [options] [part …]
Parts: ${partNames.join(', ')}; all of them by default.
  --short        about 5 minutes, as CI runs it; without it about 15
  --long         hours; writes trust/results, from which docs/28-trust.md has its figures
  --planted      puts known defects into copies of the build, one after the other; each must be found
  --plant NAME   one of them; may be given several times
  --seed N       the random choices of an earlier run; by default others each time
`;

/** @throws Error that says what is wrong and what the choices are */
export function readArguments(args: readonly string[]): Request {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      short: { type: 'boolean', default: false },
      long: { type: 'boolean', default: false },
      planted: { type: 'boolean', default: false },
      plant: { type: 'string', multiple: true },
      seed: { type: 'string' },
    },
  });
  if (values.short && values.long) throw new Error('--short and --long exclude each other.');
  return {
    isHelp: values.help,
    length: values.short ? 'short' : values.long ? 'long' : 'usual',
    parts: positionals.length === 0 ? partNames : positionals.map(partNamed),
    seed: values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : readSeed(values.seed),
    planted: values.plant?.map(plantNamed) ?? (values.planted ? 'all' : 'none'),
  };
}

function partNamed(name: string): PartName {
  const part = partNames.find((known) => known === name);
  if (part === undefined) throw new Error(`There is no part "${name}". Parts: ${partNames.join(', ')}.`);
  return part;
}

function plantNamed(name: string): string {
  if (plants.some((plant) => plant.name === name)) return name;
  throw new Error(`There is no planted defect "${name}". There are: ${plants.map((plant) => plant.name).join(', ')}.`);
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Error(`--seed wants a whole number of 0 or more, not "${text}".`);
  return seed;
}
