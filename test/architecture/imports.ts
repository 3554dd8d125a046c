/** Reads the imports of the source tree as text. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';

export interface Import {
  /** Relative to `src`. */
  readonly file: string;
  readonly specifier: string;
  /** The imported file relative to `src`, for relative imports. */
  readonly target: string | undefined;
  readonly isTypeOnly: boolean;
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+()['"]([^'"]+)['"]/gm;
const CALL = /(?:require|import|requirePeer(?:<[^>]*>)?)\(\s*['"]([^'"]+)['"]/g;

export function importsUnder(root: string): Import[] {
  return sourceFiles(root).flatMap((file) => importsOf(root, file));
}

/** Those of the console's page. */
export function importsOfPage(root: string): Import[] {
  const entries = readdirSync(join(root, page), { recursive: true, encoding: 'utf8' });
  return entries.filter(isSource).flatMap((name) => importsOf(root, join(page, name)));
}

/** The console's page is a program of its own: what runs in the browser, see page.spec.ts. */
const page = join('console', 'page');

export function sourceFiles(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, encoding: 'utf8' });
  return entries.filter((name) => isSource(name) && !name.startsWith(page + sep));
}

function isSource(name: string): boolean {
  return /\.tsx?$/.test(name) && !name.endsWith('.spec.ts') && !name.endsWith('.d.ts');
}

function importsOf(root: string, file: string): Import[] {
  const text = withoutComments(readFileSync(join(root, file), 'utf8'));
  const statements = [...text.matchAll(STATEMENT)].map((match) => ({
    specifier: (match[2] ?? match[4])!,
    isTypeOnly: match[1] !== undefined,
  }));
  const calls = [...text.matchAll(CALL)].map((match) => ({ specifier: match[1]!, isTypeOnly: false }));
  return [...statements, ...calls].map((found) => ({ file, ...found, target: targetOf(root, file, found.specifier) }));
}

function targetOf(root: string, file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return relative(root, resolve(root, dirname(file), specifier)).replace(/\.js$/, '.ts');
}

export function roomOf(file: string): string {
  return file.includes(sep) ? file.slice(0, file.indexOf(sep)) : 'root';
}

export function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:') || builtinModules.includes(specifier))
    return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}
