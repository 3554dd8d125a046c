import { join } from 'node:path';
import { sourcesOf, specsOf } from '../../trust/mutation/checkout.js';
import { roomNames } from '../../trust/mutation/rooms.js';
import { drawFiles, drawOneIn, drawRooms } from '../../trust/mutation/sample.js';

const root = join(__dirname, '../..');
const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

describe('what a run of mutation testing draws', () => {
  it('is one room in a short run, two in the usual and all in a long one', () => {
    const counts = (['short', 'usual', 'long'] as const).map((length) => new Set(drawRooms(length, 1)).size);

    expect(counts).toEqual([1, 2, roomNames.length]);
  });

  it('comes again with its seed, and changes with it', () => {
    expect(drawRooms('short', 1)).toEqual(drawRooms('short', 1));
    expect(drawFiles(root, 'config', 'short', 1)).toEqual(drawFiles(root, 'config', 'short', 1));

    expect(new Set(seeds.map((seed) => drawRooms('short', seed)[0])).size).toBeGreaterThan(1);
    expect(new Set(seeds.map((seed) => drawFiles(root, 'config', 'short', seed)[0])).size).toBeGreaterThan(1);
  });

  it('is some files of a room, and all of them in a long run', () => {
    const all = sourcesOf(root, 'config');
    const drawn = drawFiles(root, 'config', 'short', 1);

    expect(drawn.length).toBeLessThan(all.length / 2);
    expect(drawn.filter((file) => !all.includes(file))).toEqual([]);
    expect([...drawFiles(root, 'config', 'long', 1)].toSorted()).toEqual(all);
  });

  it('is every mutant of a few files, and of whole rooms one in several', () => {
    expect(drawOneIn(root, drawFiles(root, 'metrics', 'short', 1), 'short')).toBe(1);

    const [small, large] = (['slo', 'metrics'] as const).map((room) => drawOneIn(root, sourcesOf(root, room), 'long'));
    expect(small).toBeGreaterThan(1);
    expect(large).toBeGreaterThan(4 * small!);
  });

  it('is code, tried with the specs beside it and those made for its room', () => {
    expect(sourcesOf(root, 'slo')).toContain('src/slo/selector.ts');
    expect(sourcesOf(root, 'slo').filter((file) => !/^src\/slo\/.*(?<!\.spec)\.ts$/.test(file))).toEqual([]);
    expect(specsOf(root, 'security')).toEqual(
      expect.arrayContaining(['src/security/redactor.spec.ts', 'test/security/redaction.spec.ts']),
    );
  });
});
