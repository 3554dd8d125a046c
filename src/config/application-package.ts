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
  return find(cwd, mainScript)?.content ?? { name: 'unknown_service:node', version: 'unknown' };
}

/** The folder of that package.json; undefined where there is none. */
export function findApplicationFolder(cwd: string, mainScript = startedScript()): string | undefined {
  return find(cwd, mainScript)?.folder;
}

interface FoundPackage {
  readonly folder: string;
  readonly content: ApplicationPackage;
}

function find(cwd: string, mainScript: string | undefined): FoundPackage | undefined {
  const fromScript = mainScript === undefined ? undefined : findUpward(dirname(resolve(cwd, mainScript)));
  return fromScript ?? findUpward(resolve(cwd));
}

function startedScript(): string | undefined {
  return require.main?.filename ?? process.argv[1];
}

function findUpward(folder: string): FoundPackage | undefined {
  // A script in there is a tool that runs the application (a test runner, a process manager).
  if (/[\\/]node_modules([\\/]|$)/.test(folder)) return undefined;
  const content = readPackage(join(folder, 'package.json'));
  if (content !== undefined) return { folder, content };
  const parent = dirname(folder);
  return parent === folder ? undefined : findUpward(parent);
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
