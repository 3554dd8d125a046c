/** What was typed, understood or refused with a reason. */
import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.js';

export interface GenerateCommand {
  /** File of the root module, compiled. Undefined: where Nest puts it. */
  readonly file: string | undefined;
  /** Name of its export. Undefined: `AppModule`, the default export, or the only module of the file. */
  readonly exportName: string | undefined;
  readonly outputFolder: string;
  /** Compare only. */
  readonly isCheck: boolean;
}

export const HELP = `Usage: nestjs-observability generate [--module FILE[#Export]] [--out DIR] [--check]

Writes dashboards, alerts with their tests and runbooks, and a stack to run them, from an application's compiled root module.
Its files are loaded; nothing is started.

  --module FILE[#Export]  root module (default: dist/app.module.js, dist/src/app.module.js; AppModule)
  --out DIR               output folder (default: operations)
  --check                 write nothing; name what is stale, missing or no longer generated

Exit code 0: written, or up to date. 1: --check has found differences. 2: it could not be done, and why.
`;

const OPTIONS = {
  module: { type: 'string' },
  out: { type: 'string', default: 'operations' },
  check: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** @throws UsageError for an unknown command or flag, or an empty value */
export function readCommandLine(args: readonly string[]): GenerateCommand | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [command, ...surplus] = positionals;
  if (command !== 'generate' || surplus.length > 0) {
    const got = positionals.length === 0 ? 'nothing' : positionals.join(' ');
    throw new UsageError(`the command is generate; got ${got}. See --help.`);
  }
  for (const flag of ['module', 'out'] as const)
    if (values[flag] === '') throw new UsageError(`--${flag} is empty. See --help.`);
  const [file, exportName] = values.module?.split('#') ?? [];
  return { file, exportName, outputFolder: values.out, isCheck: values.check };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. See --help.`);
  }
}
