/** The tables of docs/reference/exports.md: every name by subpath, with the first sentence of its documentation. */
import { readFileSync } from 'node:fs';
import { code, table } from '../generated.js';
import { firstSentence } from '../first-sentence.js';
import { publicExports, subpaths, type PublicExport } from './public-exports.js';

const KINDS: Readonly<Record<PublicExport['kind'], string>> = {
  class: 'class',
  function: 'function',
  const: 'value',
  interface: 'type',
  type: 'type',
};

export function exportsReference(): string {
  const exports = publicExports();
  const sections = [...subpaths()].map(([subpath, file]) => {
    const own = exports.filter((exported) => exported.subpath === subpath);
    return section(subpath, file, own);
  });
  return sections.join('\n\n');
}

function section(subpath: string, file: string, exports: readonly PublicExport[]): string {
  const head = `## \`${subpath}\`\n\n${firstSentence(headerOf(file))}`;
  if (exports.length === 0) return head;
  const rows = exports
    .toSorted(byName)
    .map(({ name, kind, documentation }) => [code(name), KINDS[kind], firstSentence(documentation)]);
  return `${head}\n\n${table(['name', 'kind', 'what it is'], rows)}`;
}

function byName(left: PublicExport, right: PublicExport): number {
  return left.name.localeCompare(right.name, 'en');
}

/** An entry file begins by saying what it is for. */
function headerOf(file: string): string {
  const [, header = ''] = /^\/\*\*([^]*?)\*\//.exec(readFileSync(file, 'utf8')) ?? [];
  return header
    .replace(/^ *\*? ?/gm, '')
    .replace(/^@module .*$/gm, '')
    .trim();
}
