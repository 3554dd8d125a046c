/** CHANGELOG.md keeps the form of https://keepachangelog.com, which the release script reads. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './generated.js';

const KINDS = new Set(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']);
const VERSION = /^(\d+)\.(\d+)\.(\d+) - \d{4}-\d{2}-\d{2}$/;

const text = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
const [head = '', ...sections] = text.split(/^## /m);

const titleOf = (section: string): string => section.split('\n', 1)[0]!;
const kindsOf = (section: string): readonly string[] => [...section.matchAll(/^### (.*)$/gm)].map(([, kind]) => kind!);

describe('the changelog', () => {
  it('says what it is', () => {
    expect(head).toMatch(/^# Changelog\n/);
    expect(head).toContain('https://keepachangelog.com/en/1.1.0/');
    expect(head).toContain('https://semver.org');
  });

  it('begins with what is not released; everything below has a version and a date, the newest first', () => {
    const [first, ...versions] = sections.map(titleOf);

    expect(first).toBe('Unreleased');
    expect(versions.filter((version) => !VERSION.test(version))).toEqual([]);
    expect(versions).toEqual(versions.toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true })));
  });

  it('tells the version of the package, or has not been released', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
    const newest = sections.map(titleOf)[1];

    expect(newest === undefined || newest.startsWith(`${version} - `)).toBe(true);
  });

  it('has in each section the known kinds of change, each once and with a line', () => {
    for (const section of sections) {
      const kinds = kindsOf(section);
      expect(kinds.filter((kind) => !KINDS.has(kind))).toEqual([]);
      expect([...new Set(kinds)]).toEqual(kinds);
      expect(
        section
          .split(/^### /m)
          .slice(1)
          .filter((part) => !part.includes('\n- ')),
      ).toEqual([]);
    }
  });

  it('consists of lists: a line, or one that goes on indented', () => {
    const lines = sections.flatMap((section) => section.split('\n').slice(1));

    expect(lines.filter((line) => !/^(?:$|### |- \S| {2}\S)/.test(line))).toEqual([]);
  });
});
