/** The file that starts the application: which module it starts, its options, and its shutdown hooks. */
import { insertFirst } from './insert-first.js';
import { notUnderstood } from './not-understood.js';
import type { SourceFile } from './source-file.js';

const STARTERS = new Set(['create', 'createMicroservice', 'createApplicationContext']);
const STARTED = '`const app = await NestFactory.create(AppModule, { bufferLogs: true }); app.enableShutdownHooks();`';
const KEPT = 'must keep the application in a variable';

/** `NestFactory.create<Type>(AppModule, …)` by the indexes of its tokens. */
interface StartCall {
  readonly factory: number;
  readonly opening: number;
  readonly closing: number;
}

/** Name of the class that `NestFactory` is given. */
export function rootModuleOf(file: SourceFile): string {
  const name = file.tokens[startCallOf(file).opening + 1]!;
  if (name.kind === 'word') return name.text;
  throw refusal(file, 'must give NestFactory a module by name', `NestFactory.create(${name.text}`);
}

/** The first lines of the log wait for the logger of the module. */
export function withBufferedLogs(file: SourceFile): SourceFile {
  if (has(file, 'bufferLogs')) return file;
  const { opening, closing } = startCallOf(file);
  const end = file.word(closing - 1) === ',' ? closing - 2 : closing - 1;
  const commas = [...file.shallow(opening + 1, end + 1)].filter((index) => file.word(index) === ',');
  const last = (commas.at(-1) ?? opening) + 1;
  if (file.word(last) === '{') return insertFirst(file, last, 'bufferLogs: true');
  // The only argument is the module, and `new …` the platform's adapter.
  if (last !== opening + 1 && file.word(last) !== 'new')
    throw refusal(file, 'must give NestFactory its options as an object', file.word(last));
  const isOnOneLine = file.isOnOneLine(file.tokens[end]!.end, file.tokens[closing]!.start);
  const space = isOnOneLine ? ' ' : file.lineEnd + file.indentationAt(file.tokens[end]!.start);
  return file.insert(file.tokens[end]!.end, `,${space}{ bufferLogs: true }`);
}

/** Readiness goes first and telemetry is flushed when the process is asked to stop. */
export function withShutdownHooks(file: SourceFile): SourceFile {
  if (has(file, 'enableShutdownHooks')) return file;
  const { factory, closing } = startCallOf(file);
  const last = file.tokens[statementEnd(file, closing)]!;
  const call = `${variableOf(file, factory)}.enableShutdownHooks()${last.text === ';' ? ';' : ''}`;
  const lineEnd = file.endOfLineAt(last);
  if (!/^(\r?\n|$)/.test(file.text.slice(lineEnd))) return file.insert(last.end, ` ${call}`);
  return file.insert(lineEnd, file.lineEnd + file.indentationAt(file.tokens[factory]!.start) + call);
}

function has(file: SourceFile, name: string): boolean {
  return file.tokens.some(({ kind, text }) => kind === 'word' && text === name);
}

function startCallOf(file: SourceFile): StartCall {
  const calls = [...file.tokens.keys()].filter((index) => isStart(file, index));
  if (calls.length !== 1) throw refusal(file, 'must start one application', `${calls.length} calls of NestFactory`);
  const factory = calls[0]!;
  const opening = afterTypeArguments(file, factory + 3);
  return { factory, opening, closing: file.partnerOf(opening) };
}

function isStart(file: SourceFile, index: number): boolean {
  return file.reads(index, 'NestFactory', '.') && STARTERS.has(file.word(index + 2));
}

function afterTypeArguments(file: SourceFile, index: number): number {
  let depth = 0;
  for (let at = index; at < file.tokens.length; at += 1) {
    if (file.word(at) === '<') depth += 1;
    else if (file.word(at) === '>') depth -= 1;
    else if (depth === 0) return at;
  }
  return index;
}

/** Index of its semicolon, or of the bracket before the line's end where none is written. */
function statementEnd(file: SourceFile, closing: number): number {
  const next = file.tokens[closing + 1];
  if (next === undefined || next.text === ';') return next === undefined ? closing : closing + 1;
  const isOnNextLine = !file.isOnOneLine(file.tokens[closing]!.end, next.start);
  const isNextStatement =
    (next.kind === 'word' || next.text === '}') && !/^(as|satisfies|in|instanceof)$/.test(next.text);
  if (isOnNextLine && isNextStatement) return closing;
  throw refusal(file, KEPT, `NestFactory.create(…)${next.text}`);
}

/** `const app = await NestFactory…`, `const app: INestApplication = await NestFactory…`, `app = await NestFactory…` */
function variableOf(file: SourceFile, factory: number): string {
  const equals = factory - 2;
  if (!file.reads(equals, '=', 'await')) throw refusal(file, KEPT, `${file.word(factory - 1)} NestFactory`);
  let start = equals;
  while (!/^([={};]|const|let|var|)$/.test(file.word(start - 1))) start -= 1;
  const isDeclaration = /^(const|let|var)$/.test(file.word(start - 1));
  const isAssignment = start === equals - 1 && /^[{};]$/.test(file.word(start - 1));
  const isName = /^[\w$]+$/.test(file.word(start));
  if (isName && (isDeclaration || isAssignment)) return file.word(start);
  throw refusal(file, KEPT, `${file.word(equals - 2)}${file.word(equals - 1)} = await NestFactory`);
}

function refusal({ path }: SourceFile, fact: string, got: string): Error {
  return notUnderstood(`${path} ${fact}`, got, `write it so that it reads ${STARTED}; then run this again`);
}
