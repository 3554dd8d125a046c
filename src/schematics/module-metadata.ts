/** Puts `ObservabilityModule.forRoot()` into the imports of a root module. */
import { withImport } from './imports.js';
import { insertFirst } from './insert-first.js';
import { notUnderstood } from './not-understood.js';
import { PACKAGE } from './package-name.js';
import type { SourceFile } from './source-file.js';

/** Whether the code of a file calls it already; a comment about it does not count. */
export function observes(file: SourceFile): boolean {
  return file.tokens.some(
    ({ text }, index) => text === 'ObservabilityModule' && /^forRoot(Async)?$/.test(file.word(index + 2)),
  );
}

/** Whether the file declares the module's class, with its decorator. */
export function declaresModule(file: SourceFile, name: string): boolean {
  return decoratorOf(file, name) !== undefined;
}

/** First, since what starts first is observed least: everything that the other modules do while they start is then seen. */
export function withModule(file: SourceFile, name: string, call: string): SourceFile {
  const refusal = refusalFor(file, name, call);
  const metadata = decoratorOf(file, name)! + 2;
  if (file.partnerOf(metadata) === metadata + 1)
    return imported(file.insert(file.tokens[metadata]!.end, `{ imports: [${call}] }`));
  if (file.word(metadata + 1) !== '{') throw refusal('something else than an object');
  return imported(withElement(file, metadata + 1, call, refusal));
}

function imported(file: SourceFile): SourceFile {
  return withImport(file, ['ObservabilityModule'], PACKAGE);
}

type Refusal = (got: string) => Error;

function withElement(file: SourceFile, object: number, call: string, refusal: Refusal): SourceFile {
  const keys = [...file.shallow(object + 1, file.partnerOf(object))].filter((index) => isKey(file, object, index));
  const key = keys.find((index) => /^['"]?imports['"]?$/.test(file.word(index)));
  if (key === undefined && keys.some((index) => file.word(index) === '...')) throw refusal('a spread');
  if (key === undefined) return insertFirst(file, object, `imports: [${call}]`);
  if (!file.reads(key + 1, ':', '[') || !endsAsList(file, key + 2)) throw refusal(propertyAt(file, key));
  return insertFirst(file, key + 2, call);
}

function isKey(file: SourceFile, object: number, index: number): boolean {
  return index === object + 1 || file.word(index - 1) === ',';
}

/** `[A, B]`, `[A].concat(others)` and `[A] as const` are lists; `[A][0]` and `[A] ? b : c` are not. */
function endsAsList(file: SourceFile, opening: number): boolean {
  return [',', '}', '.', 'as', 'satisfies'].includes(file.word(file.partnerOf(opening) + 1));
}

/** Index of the `@` of `@Module(…)` above the class. */
function decoratorOf(file: SourceFile, name: string): number | undefined {
  const declaration = file.tokens.findIndex((_, index) => file.reads(index, 'class', name));
  let below = declaration;
  while (['export', 'default', 'abstract'].includes(file.word(below - 1))) below -= 1;
  for (let start = decoratorAbove(file, below); start !== undefined; start = decoratorAbove(file, start))
    if (file.reads(start, '@', 'Module', '(')) return start;
  return undefined;
}

/** Of the decorator that ends right before a token. */
function decoratorAbove(file: SourceFile, below: number): number | undefined {
  let start = below - 1;
  if (file.word(start) === ')') start = file.partnerOf(start) - 1;
  while (file.word(start - 1) === '.') start -= 2;
  return file.word(start - 1) === '@' ? start - 1 : undefined;
}

function propertyAt(file: SourceFile, key: number): string {
  return file.text.slice(file.tokens[key]!.start).split(/\r?\n/)[0]!;
}

function refusalFor(file: SourceFile, name: string, call: string): Refusal {
  const fact = `the metadata of ${name} in ${file.path} must be an object with a list as imports`;
  const lines = `\`import { ObservabilityModule } from '${PACKAGE}';\` above, and \`${call}\` as the first of its imports`;
  return (got) => notUnderstood(fact, got, `add ${lines}; then run this again for the rest`);
}
