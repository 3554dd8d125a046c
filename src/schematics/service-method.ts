/** A method that an example can decorate and its test can call: it needs no parameters, and its class no other provider. */
import type { SourceFile } from './source-file.js';

export interface CallableMethod {
  readonly className: string;
  readonly name: string;
  /** Index of its first token, modifiers included. */
  readonly start: number;
  readonly isAsync: boolean;
}

const MODIFIERS = new Set(['async', 'public', 'override']);

/** The first of the file's first exported class; undefined where that has none, or extends, implements or injects something. */
export function callableMethodOf(file: SourceFile): CallableMethod | undefined {
  const declaration = file.tokens.findIndex((_, index) => file.reads(index, 'export', 'class'));
  const body = declaration + 3;
  if (declaration === -1 || file.word(body) !== '{') return undefined;
  const members = [...file.shallow(body + 1, file.partnerOf(body))];
  if (members.some((index) => file.word(index) === 'constructor' || isInjection(file, index))) return undefined;
  const index = members.find((at) => isCallable(file, at));
  return index === undefined ? undefined : methodAt(file, index, file.word(declaration + 2));
}

function methodAt(file: SourceFile, index: number, className: string): CallableMethod {
  const start = startOf(file, index);
  const modifiers = file.tokens.slice(start, index).map(({ text }) => text);
  const isAsync = modifiers.includes('async') || file.reads(index + 3, ':', 'Promise');
  return { className, name: file.word(index), start, isAsync };
}

function isInjection(file: SourceFile, index: number): boolean {
  return file.word(index) === '@' && file.word(index + 1).startsWith('Inject');
}

/** `name() {`, `async name(): Promise<X> {`; neither an accessor, private, static nor decorated, and no overload without a body. */
function isCallable(file: SourceFile, index: number): boolean {
  const isNamed = file.tokens[index]!.kind === 'word' && !file.word(index).startsWith('#');
  if (!isNamed || !file.reads(index + 1, '(', ')')) return false;
  if (!['{', '}', ';'].includes(file.word(startOf(file, index) - 1))) return false;
  const end = file.tokens.findIndex(({ text }, at) => at > index && (text === '{' || text === ';'));
  return file.word(end) === '{';
}

function startOf(file: SourceFile, index: number): number {
  let start = index;
  while (MODIFIERS.has(file.word(start - 1))) start -= 1;
  return start;
}
