/** An example to look at and to delete: two decorators on a method of the service beside the root module, and a test of what they record. */
import { posix } from 'node:path';
import type { Application } from './application.js';
import { exampleTest } from './example-test.js';
import { withImport } from './imports.js';
import { PACKAGE } from './package-name.js';
import { callableMethodOf, type CallableMethod } from './service-method.js';
import type { SourceFile } from './source-file.js';
import type { SourceTree } from './source-tree.js';

/** @returns what was done, or why it was not */
export function addExample(tree: SourceTree, application: Application): string {
  const path = application.moduleFile.replace(/module\.ts$/, 'service.ts');
  const file = path !== application.moduleFile && tree.has(path) ? tree.get(path) : undefined;
  const method = file && callableMethodOf(file);
  if (!file || !method) return 'No example: put @Traced() and @Counted() on the methods that matter to you.';
  tree.set(withDecorators(file, method));
  return `Example: ${method.className}.${method.name} is traced and counted. ${addTest(tree, application, file, method)}`;
}

function withDecorators(file: SourceFile, { start }: CallableMethod): SourceFile {
  const at = file.tokens[start]!.start;
  const isFirstOfLine = /(^|\n)[ \t]*$/.test(file.text.slice(0, at));
  const space = isFirstOfLine ? file.lineEnd + file.indentationAt(at) : ' ';
  return withImport(file.insert(at, `@Traced()${space}@Counted()${space}`), ['Counted', 'Traced'], PACKAGE);
}

function addTest(tree: SourceTree, application: Application, service: SourceFile, method: CallableMethod): string {
  const runner = tree.has('package.json') ? runnerOf(tree.get('package.json')) : undefined;
  if (runner === undefined) return 'No test of it: package.json names neither Jest nor Vitest.';
  const path = service.path.replace(/\.ts$/, '.observability.spec.ts');
  const from = `./${posix.basename(service.path, '.ts')}${application.importSuffix}`;
  if (!tree.has(path)) tree.set(exampleTest(path, { method, from, runner, like: service }));
  return `${path} tests it.`;
}

function runnerOf(manifest: SourceFile): 'jest' | 'vitest' | undefined {
  const names = (name: string): boolean => manifest.tokens.some((_, index) => manifest.reads(index, `"${name}"`, ':'));
  return (['vitest', 'jest'] as const).find(names);
}
