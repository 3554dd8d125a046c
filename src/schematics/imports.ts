/** The import statements of a source file: which one brings a name, and how one more is added. */
import { insertFirst } from './insert-first.js';
import type { SourceFile } from './source-file.js';
import type { Token } from './tokens.js';

interface ImportStatement {
  readonly first: Token;
  readonly last: Token;
  /** Without quotes. */
  readonly from: string;
  /** Names as this file calls them. */
  readonly names: readonly string[];
  /** Index of the brace before its names; undefined where it has none, or brings types only. */
  readonly brace: number | undefined;
}

/** Where the name comes from; undefined when no import brings it. */
export function originOf(file: SourceFile, name: string): string | undefined {
  return importsOf(file).find(({ names }) => names.includes(name))?.from;
}

export function withImport(file: SourceFile, names: readonly string[], from: string): SourceFile {
  const imports = importsOf(file);
  const sameOrigin = imports.filter((statement) => statement.from === from);
  const missing = names.filter((name) => !sameOrigin.some((statement) => statement.names.includes(name)));
  if (missing.length === 0) return file;
  const brace = sameOrigin.find((statement) => statement.brace !== undefined)?.brace;
  if (brace !== undefined) return insertFirst(file, brace, missing.join(', '));
  return withStatement(file, imports, `{ ${missing.join(', ')} } from`, from);
}

/** Below the imports of packages, or else above all. */
function withStatement(file: SourceFile, imports: readonly ImportStatement[], what: string, from: string): SourceFile {
  const model = imports.at(0);
  const semicolon = model === undefined || model.last.text === ';' ? ';' : '';
  const statement = `import ${what} ${file.quote}${from}${file.quote}${semicolon}`;
  const above = imports.findLast((found) => !found.from.startsWith('.'));
  if (above !== undefined) return file.insert(file.endOfLineAt(above.last), file.lineEnd + statement);
  const below = model?.first ?? file.tokens[0];
  return file.insert(below?.start ?? 0, statement + file.lineEnd);
}

function importsOf(file: SourceFile): ImportStatement[] {
  const starts = [...file.shallow(0, file.tokens.length)].filter((index) => isImport(file, index));
  return starts.map((index) => statementAt(file, index));
}

/** None of `import('x')`, `import.meta`, `import x = Some.name` and a property of that name. */
function isImport(file: SourceFile, index: number): boolean {
  if (file.word(index) !== 'import' || file.word(index - 1) === '.') return false;
  if (file.word(index + 2) === '=') return file.word(index + 3) === 'require';
  return !['(', '.', ':'].includes(file.word(index + 1));
}

function statementAt(file: SourceFile, start: number): ImportStatement {
  const end = file.tokens.findIndex(({ kind }, index) => index > start && kind === 'string');
  const between = file.tokens.slice(start + 1, end);
  const names = between.filter((token, index) => isLocalName(token, between[index + 1])).map(({ text }) => text);
  const brace = between.findIndex(({ text }) => text === '{');
  const isTypes = between[0]?.text === 'type' && between[1]?.text !== 'from';
  return {
    first: file.tokens[start]!,
    last: file.tokens[lastOf(file, end)]!,
    from: file.word(end).slice(1, -1),
    names,
    brace: brace === -1 || isTypes ? undefined : start + 1 + brace,
  };
}

/** `import x = require('y');` and `import x from './y' with { type: 'json' };` end later than their specifier. */
function lastOf(file: SourceFile, specifier: number): number {
  let last = specifier;
  if (file.word(last + 1) === ')') last += 1;
  if (file.reads(last + 1, 'with', '{')) last = file.partnerOf(last + 2);
  return file.word(last + 1) === ';' ? last + 1 : last;
}

function isLocalName({ kind, text }: Token, next: Token | undefined): boolean {
  return kind === 'word' && next?.text !== 'as' && !['type', 'as', 'from'].includes(text);
}
