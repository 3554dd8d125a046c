/** Links of Markdown files: where each leads, and which lead nowhere. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './generated.js';

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.cache', 'artefacts']);

/** Every Markdown file of the repository, relative to its root. */
export function markdownFiles(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return markdownFiles(path);
      return entry.name.endsWith('.md') ? [relative(root, path)] : [];
    });
}

export function readMarkdown(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Links that lead to no file, to a folder without a page, or to no heading of the file. */
export function brokenLinks(file: string, text: string): string[] {
  return relativeLinks(text).filter((link) => !leadsSomewhere(file, text, link));
}

/** The Markdown files that a file links to. */
export function linkedFiles(file: string, text: string): string[] {
  const paths = relativeLinks(text).map((link) => pathOf(file, link));
  return [...new Set(paths)].filter((path) => path.endsWith('.md'));
}

/** Of links, images and `href`s, without what stands in code. */
function relativeLinks(text: string): string[] {
  const prose = withoutCode(text);
  const inline = [...prose.matchAll(/\]\(\s*<?([^\s)>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const defined = [...prose.matchAll(/^\s*\[[^\]]+\]:\s+<?(\S+?)>?\s*$/gm)];
  const attributes = [...prose.matchAll(/\b(?:href|src)="([^"]+)"/g)];
  return [...inline, ...defined, ...attributes].map((match) => match[1]!).filter((link) => !/^[a-z]+:/i.test(link));
}

function withoutCode(text: string): string {
  return text.replace(/^(\s*)(`{3,}|~{3,})[\s\S]*?^\s*\2\s*$/gm, '').replace(/(`+)[^`\n]+?\1/g, '');
}

function leadsSomewhere(file: string, text: string, link: string): boolean {
  const path = pathOf(file, link);
  const anchor = link.split('#')[1];
  if (path !== file && !existsSync(join(root, path))) return false;
  if (anchor === undefined || !path.endsWith('.md')) return true;
  return anchorsOf(path === file ? text : readMarkdown(path)).has(decodeURIComponent(anchor));
}

/** A folder is read by its README. */
function pathOf(file: string, link: string): string {
  const target = decodeURIComponent(link.split('#')[0]!);
  if (target === '') return file;
  const path = join(dirname(file), target);
  const isFolder = statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder && existsSync(join(root, path, 'README.md')) ? join(path, 'README.md') : path;
}

/** The anchors that GitHub gives to headings: lower case, punctuation left out, spaces as hyphens, repeats numbered. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of text.replace(/^(`{3,})[\s\S]*?^\1\s*$/gm, '').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const base = slugOf(heading!);
    let anchor = base;
    for (let repeat = 1; anchors.has(anchor); repeat++) anchor = `${base}-${repeat}`;
    anchors.add(anchor);
  }
  return anchors;
}

function slugOf(heading: string): string {
  return heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}
