/** Name and version of the application, from the package.json it was started from. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isRecord } from './option-type.js';

export interface ApplicationPackage {
  readonly name: string;
  readonly version: string;
}

/** Looks upward from the script Node was started with, then from the working directory. */
export function readApplicationPackage(cwd: string, mainScript = startedScript()): ApplicationPackage {
  const fromScript = mainScript === undefined ? undefined : findUpward(dirname(resolve(cwd, mainScript)));
  return fromScript ?? findUpward(resolve(cwd)) ?? { name: 'unknown_service:node', version: 'unknown' };
}

function startedScript(): string | undefined {
  return require.main?.filename ?? process.argv[1];
}

function findUpward(directory: string): ApplicationPackage | undefined {
  // A script in there is a tool that runs the application (a test runner, a process manager).
  if (/[\\/]node_modules([\\/]|$)/.test(directory)) return undefined;
  const found = readPackage(join(directory, 'package.json'));
  const parent = dirname(directory);
  return found ?? (parent === directory ? undefined : findUpward(parent));
}

/** A package.json without a name only sets the module format of its folder. */
function readPackage(file: string): ApplicationPackage | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (!isRecord(content) || typeof content.name !== 'string' || content.name === '') return undefined;
    return { name: content.name, version: typeof content.version === 'string' ? content.version : 'unknown' };
  } catch {
    return undefined;
  }
}
