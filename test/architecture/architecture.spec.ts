import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importsUnder, packageOf, roomOf, sourceFiles, type Import } from './imports.js';
import { exceptions, rooms, welcomePackages } from './rooms.js';

const root = join(__dirname, '../../src');
const imports = importsUnder(root);
/** What puts the rooms together: the module, the command, what changes an application's sources, and the doubles for tests. */
const free = new Set(['root', 'cli', 'schematics', 'testing']);

const show = ({ file, specifier }: Import): string => `${file} imports ${specifier}`;
const crossings = imports.filter(({ file, target }) => target !== undefined && roomOf(target) !== roomOf(file));
const inRooms = imports.filter(({ file }) => !free.has(roomOf(file)));

describe('the house', () => {
  it('reads the imports it judges', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(crossings.length).toBeGreaterThan(50);
  });

  it('has only rooms of the import table', () => {
    const folders = new Set(sourceFiles(root).map(roomOf));

    expect([...folders].filter((folder) => !free.has(folder) && !(folder in rooms))).toEqual([]);
  });

  it('lets rooms import only the rooms that the table allows', () => {
    const forbidden = crossings.filter(({ file, target }) => {
      const room = rooms[roomOf(file)];
      return room !== undefined && !room.mayImport.includes(roomOf(target!));
    });

    expect(forbidden.map(show)).toEqual([]);
  });

  it('lets rooms meet at their doors only', () => {
    const throughWalls = crossings.filter(
      ({ file, target }) => !free.has(roomOf(file)) && !target!.endsWith('index.ts'),
    );

    expect(throughWalls.map(show)).toEqual([]);
  });

  it('keeps Nest and every backend out of the kernel', () => {
    const allowed = new Set(['@opentelemetry/api', ...rooms['kernel']!.packages]);
    const outside = inRooms
      .filter(({ file }) => roomOf(file) === 'kernel')
      .map(({ specifier }) => packageOf(specifier));

    expect(outside.filter((name) => name !== undefined && !allowed.has(name))).toEqual([]);
  });

  it('lets only its own room know an outside package', () => {
    const strangers = inRooms.filter(({ file, specifier }) => {
      const name = packageOf(specifier);
      if (name === undefined || welcomePackages.includes(name)) return false;
      const room = roomOf(file);
      return !rooms[room]!.packages.includes(name) && !exceptions[room]?.includes(name);
    });

    expect(strangers.map(show)).toEqual([]);
  });

  it('gives each backend package one address', () => {
    const backends = Object.values(rooms).flatMap(({ layer, packages }) => (layer > 0 ? packages : []));
    const addresses = backends.map((name) => ({
      name,
      files: new Set(
        inRooms.filter((found) => packageOf(found.specifier) === name && !found.isTypeOnly).map(({ file }) => file),
      ),
    }));

    expect(addresses.filter(({ files }) => files.size > 1).map(({ name, files }) => [name, ...files])).toEqual([]);
  });

  it('lets the schematic run before any peer is installed', () => {
    const packages = imports.filter(({ file, specifier }) => roomOf(file) === 'schematics' && packageOf(specifier));
    const others = crossings.filter(({ file }) => roomOf(file) === 'schematics').map(({ target }) => target);

    expect(packages.map(show)).toEqual([]);
    expect(new Set(others)).toEqual(new Set(['kernel/observability-error.ts']));
  });

  it('has no cycle between files', () => {
    expect(cycles(imports)).toEqual([]);
  });

  it('lets only the config room read the environment', () => {
    const readers = sourceFiles(root).filter((file) => readFileSync(join(root, file), 'utf8').includes('process.env'));

    expect(readers.filter((file) => roomOf(file) !== 'config')).toEqual([]);
  });
});

/** Cycles of value imports; types are erased and cannot hurt. */
function cycles(all: readonly Import[]): string[] {
  const edges = new Map<string, string[]>();
  for (const { file, target, isTypeOnly } of all) {
    if (target !== undefined && !isTypeOnly) edges.set(file, [...(edges.get(file) ?? []), target]);
  }
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' > '));
    if (done.has(file) || path.includes(file)) return;
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of edges.keys()) visit(file, []);
  return found;
}
