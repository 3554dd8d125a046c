/** What the package exports, by subpath, with what its documentation says. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from '../generated.js';
import { declarationOf, exportedNames, type ExportKind } from './source-file.js';

export interface PublicExport {
  /** `nestjs-observability/testing`. */
  readonly subpath: string;
  readonly name: string;
  readonly kind: ExportKind;
  readonly documentation: string;
  /** Code of its `@example` blocks. */
  readonly examples: readonly string[];
  /** From the root of the repository. */
  readonly file: string;
}

/** Subpath → source file, from package.json. */
export function subpaths(): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { name, exports } = JSON.parse(text) as { name: string; exports: Record<string, { types?: string }> };
  const entries = Object.entries(exports).flatMap(([path, { types }]) =>
    types === undefined ? [] : [[path.replace('.', name), sourceOf(types)] as const],
  );
  return new Map(entries);
}

function sourceOf(types: string): string {
  return join(root, types.replace('./dist/', 'src/').replace(/\.d\.(m?ts)$/, '.$1'));
}

export function publicExports(): PublicExport[] {
  return [...subpaths()].flatMap(([subpath, file]) => exportedNames(file).map(({ name }) => read(subpath, file, name)));
}

function read(subpath: string, entry: string, name: string): PublicExport {
  const { kind, comment, file } = declarationOf(entry, name);
  return {
    subpath,
    name,
    kind,
    documentation: comment.split(/^@\w+/m)[0]!.trim(),
    examples: examplesIn(comment),
    file: relative(root, file),
  };
}

/** A block ends where the next tag stands at the margin of the comment; a decorator in code stands behind a fence. */
function examplesIn(comment: string): string[] {
  const fenced = [...comment.matchAll(/^@example[^\n]*\n```ts\n([^]*?)^```$/gm)];
  return fenced.map(([, code = '']) => code.trimEnd());
}
