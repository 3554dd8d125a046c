import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Plant } from '../../trust/planted/plant.js';
import { plantDefect } from '../../trust/planted/planting.js';

const files = {
  'package.json': '{}',
  'dist/metrics/guard.js': 'if (size >= limit) return other;\nreturn own;\n',
  'trust/dist/trust/main.js': '',
  'sample/dist/main.js': '',
};
const plant: Plant = {
  name: 'unbounded-label',
  file: 'metrics/guard.js',
  find: 'size >= limit',
  replace: 'false',
  part: 'fuzz',
  attackClass: 'fuzz.labels',
};

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'trust-planting-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

describe('a planted defect', () => {
  it('stands in a copy of the build, and the build stays as it was', () => {
    const folder = plantDefect(root, plant);

    expect(read(folder, 'dist/metrics/guard.js')).toBe('if (false) return other;\nreturn own;\n');
    expect(Object.keys(files).filter((path) => !existsSync(join(folder, path)))).toEqual([]);
    expect(read(root, 'dist/metrics/guard.js')).toBe(files['dist/metrics/guard.js']);
  });

  it('stands in the one module of that name, where modules are joined', () => {
    const module = (file: string, code: string): string => `"${file}": (function (exports) {\n${code}\n}),\n`;
    const others = module('a.js', 'size >= limit;') + module('guard.js', 'size >= limit;');
    const joined = (code: string): string => `const modules = {\n${others}${module('metrics/guard.js', code)}};\n`;
    writeFileSync(join(root, 'dist/joined.js'), joined('size >= limit;'));

    const folder = plantDefect(root, plant);

    expect(read(folder, 'dist/joined.js')).toBe(joined('false;'));
    expect(read(folder, 'dist/metrics/guard.js')).toBe(files['dist/metrics/guard.js']);
  });

  it('replaces what an earlier run left', () => {
    writeFileSync(join(plantDefect(root, plant), 'dist', 'left.js'), '');

    expect(existsSync(join(plantDefect(root, plant), 'dist', 'left.js'))).toBe(false);
  });

  it.each([
    ['size > limit', 0],
    ['return', 2],
  ])('is refused where the code to be spoilt, %j, stands there %i times', (find, times) => {
    expect(() => plantDefect(root, { ...plant, find })).toThrow(
      new Error(`unbounded-label: dist/metrics/guard.js holds "${find}" ${times} times, not once`),
    );
  });
});
