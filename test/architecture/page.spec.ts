/** The console's page runs in the browser: it knows of the server what both compile against, and the server nothing of it. */
import { join, sep } from 'node:path';
import { importsOfPage, importsUnder, packageOf, type Import } from './imports.js';

const root = join(__dirname, '../../src');
const imports = importsOfPage(root);
const packages = new Set(['preact', '@preact/signals', 'uplot']);
const shared = ['page', 'query', 'shapes'].map((folder) => join('console', folder) + sep);

const show = ({ file, specifier }: Import): string => `${file} imports ${specifier}`;

describe('the console’s page', () => {
  it('is read here', () => {
    expect(imports.length).toBeGreaterThan(200);
  });

  it('imports of the server only the shapes of its answers and the language of queries', () => {
    const strangers = imports.filter(
      ({ target }) => target !== undefined && !shared.some((start) => target.startsWith(start)),
    );

    expect(strangers.map(show)).toEqual([]);
  });

  it('imports its own few packages, and nothing of Node', () => {
    const strangers = imports.filter(({ specifier, target }) => target === undefined && !isOwn(specifier));

    expect(strangers.map(show)).toEqual([]);
  });

  it('is imported by nobody', () => {
    const importers = importsUnder(root).filter(({ target }) => target?.startsWith(join('console', 'page')));

    expect(importers.map(show)).toEqual([]);
  });

  it('shares nothing that needs more than a browser', () => {
    const ofShared = importsUnder(root).filter(({ file }) => shared.some((start) => file.startsWith(start)));
    const strangers = ofShared.filter(
      ({ target }) => target === undefined || !shared.some((start) => target.startsWith(start)),
    );

    expect(ofShared.length).toBeGreaterThan(10);
    expect(strangers.map(show)).toEqual([]);
  });
});

function isOwn(specifier: string): boolean {
  return packages.has(packageOf(specifier) ?? '');
}
