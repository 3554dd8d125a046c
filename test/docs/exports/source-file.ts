/**
 * A source file as far as its exports go, read from its text: declarations start at the margin, as the formatter has them, and TypeScript 7
 * brings no parser for JavaScript.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export type ExportKind = 'class' | 'function' | 'const' | 'interface' | 'type';

export interface Declaration {
  readonly name: string;
  readonly kind: ExportKind;
  /** Its JSDoc without the stars; empty where there is none. */
  readonly comment: string;
  /** Absolute. */
  readonly file: string;
}

/** A name as a file hands it on: its own, or one of another file's. */
export interface ExportedName {
  readonly name: string;
  readonly localName: string;
  /** Absolute; undefined for a declaration of the file itself. */
  readonly from: string | undefined;
}

const LIST = /^export (?:type )?\{([^}]*)\}(?: from '(.+?)')?;/gm;
const STAR = /^export (?:type )?\* from '(.+?)';/gm;
const DECLARATION = /^(export )?(?:declare )?(?:abstract )?(?:async )?(class|function|const|interface|type)\*? (\w+)/gm;

export function exportedNames(file: string): ExportedName[] {
  const text = readFileSync(file, 'utf8');
  const stars = [...text.matchAll(STAR)].flatMap(([, from = '']) => passedOn(resolved(file, from)));
  const lists = [...text.matchAll(LIST)].flatMap(([, list = '', from]) =>
    listed(list).map(([localName, name]) => ({ name, localName, from: from && resolved(file, from) })),
  );
  const own = declarations(file).filter(({ isExported }) => isExported);
  return [...lists, ...stars, ...own.map(({ name }) => ({ name, localName: name, from: undefined }))];
}

function passedOn(from: string): ExportedName[] {
  return exportedNames(from).map(({ name }) => ({ name, localName: name, from }));
}

/** `A, type B as C` → [['A', 'A'], ['B', 'C']]. */
function listed(list: string): (readonly [string, string])[] {
  const names = list.split(',').map((entry) => entry.trim().replace(/^type /, ''));
  return names.filter(Boolean).map((entry) => {
    const [localName = '', name = localName] = entry.split(' as ');
    return [localName, name];
  });
}

function resolved(file: string, from: string): string {
  return join(dirname(file), from.replace(/\.js$/, '.ts'));
}

/** Where a name is declared, through as many files as hand it on. */
export function declarationOf(file: string, name: string): Declaration {
  const own = declarations(file).filter((declaration) => declaration.name === name);
  if (own.length > 0) return own.find(({ comment }) => comment !== '') ?? own[0]!;
  const exported = exportedNames(file).find((candidate) => candidate.name === name);
  if (exported?.from === undefined) throw new Error(`${file} does not declare ${name}`);
  return declarationOf(exported.from, exported.localName);
}

function declarations(file: string): (Declaration & { readonly isExported: boolean })[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(DECLARATION)].map(({ index, 1: exported, 2: kind, 3: name = '' }) => ({
    name,
    kind: kind as ExportKind,
    isExported: exported !== undefined,
    comment: commentBefore(text.slice(0, index)),
    file,
  }));
}

/** The JSDoc at the end of a text; decorators may follow it. */
function commentBefore(text: string): string {
  const [, comment = ''] =
    /\/\*\*((?:(?!\*\/)[^])*)\*\/\s*(?:^@[^]*)?(?![^])/m.exec(text.slice(text.lastIndexOf('/**'))) ?? [];
  return comment.replace(/^ *\*? ?/gm, '').trim();
}
