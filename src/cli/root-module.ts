/** Loads the application's root module, CommonJS or ESM. Only its file and what that imports are run; nothing is started. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Type } from '@nestjs/common';
import { describeFault } from './application-fault.js';
import type { GenerateCommand } from './command-line.js';
import { UsageError } from './usage-error.js';

export interface RootModule {
  readonly file: string;
  readonly type: Type;
}

const USUAL_FILES = ['dist/app.module.js', 'dist/src/app.module.js'];
const USUAL_NAMES = ['AppModule', 'default'];

/** @throws UsageError when there is no such file, it does not load, or it has no such module */
export async function loadRootModule({ file, exportName }: GenerateCommand): Promise<RootModule> {
  const path = resolve(file ?? USUAL_FILES.find((usual) => existsSync(usual)) ?? USUAL_FILES[0]!);
  if (!existsSync(path)) throw new UsageError(`${path} does not exist. Compile the application, or say --module FILE.`);
  if (statSync(path).isDirectory()) throw new UsageError(`${path} is a folder. Say --module FILE.`);
  const exported = await importFile(path);
  const name = exportName ?? usualName(exported);
  const type = name === undefined ? undefined : exported[name];
  if (!isModule(type))
    throw new UsageError(`${path} exports no module${name === undefined ? '' : ` ${name}`}. ${hint(exported)}`);
  return { file: path, type };
}

async function importFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const loaded = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
    // Of a CommonJS file, Node finds the names of exports only where it can read them from the source.
    const whole = loaded['default'];
    return typeof whole === 'object' && whole !== null ? { ...(whole as object), ...loaded } : loaded;
  } catch (error) {
    const advice = /\.[cm]?tsx?$/.test(path) ? '\nIt is TypeScript: compile it, and name the .js file.' : '';
    throw new UsageError(`${path} does not load: ${describeFault(error)}${advice}`);
  }
}

function usualName(exported: Readonly<Record<string, unknown>>): string | undefined {
  const names = moduleNames(exported);
  return USUAL_NAMES.find((name) => names.includes(name)) ?? (names.length === 1 ? names[0] : undefined);
}

function moduleNames(exported: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(exported).filter((name) => isModule(exported[name]));
}

function hint(exported: Readonly<Record<string, unknown>>): string {
  const names = moduleNames(exported);
  return names.length === 0 ? 'Say --module FILE#Export.' : `Say --module FILE#Export with one of ${names.join(', ')}.`;
}

/** What `@Module()` writes on a class, by the names of Nest's own constants. */
const MODULE_KEYS = ['imports', 'providers', 'controllers', 'exports'];

function isModule(value: unknown): value is Type {
  return typeof value === 'function' && MODULE_KEYS.some((key) => Reflect.hasMetadata(key, value));
}
