import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { joinedModules } from '../../bench/harness/joined-modules.js';

const root = join(__dirname, '../..');

/** As TypeScript builds them: what is required at once begins its line, what is required later stands within a function. */
const modules: Readonly<Record<string, string>> = {
  'index.js': `const near = require("./near.js");
const room = require("./rooms/room.js");
exports.later = () => require('./late/late.js').seen();
exports.resolved = () => require.resolve("./late/late.js");
Object.defineProperty(exports, "near", { enumerable: true, get: function () { return near.name; } });
exports.folder = room.folder;
exports.runs = () => near.state.runs;
`,
  'near.js': `const room = require("./rooms/room.js");
exports.state = room.state;
exports.name = 'near';
`,
  'rooms/room.js': `const near = require("../near.js");
exports.state = { runs: 0 };
exports.state.runs++;
exports.folder = __dirname;
exports.seenInCycle = Object.keys(near);
exports.fail = () => { throw new Error('on line 6'); };
`,
  'late/late.js': `const room = require("../rooms/room.js");
exports.seen = () => ({ runs: room.state.runs, inCycle: room.seenInCycle });
`,
  'other.js': `const room = require("./rooms/room.js");
exports.fail = room.fail;
`,
  'fragile.js': `exports.begun = true;
if (globalThis.isBroken) throw new Error('broken');
exports.name = 'fragile';
`,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'joined-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(more: Readonly<Record<string, string>> = {}): void {
  for (const [path, code] of Object.entries({ ...modules, ...more })) {
    mkdirSync(join(folder, 'dist', dirname(path)), { recursive: true });
    const text = `"use strict";\n${code}//# sourceMappingURL=${path.split('/').at(-1)}.map\n`;
    writeFileSync(join(folder, 'dist', path), text);
    // Line for line, from the second one on.
    const lines = text.split('\n').map((_line, index) => (index === 0 ? 'AAAA' : 'AACA'));
    const source = `${'../'.repeat(path.split('/').length)}src/${path.replace('.js', '.ts')}`;
    const map = { version: 3, sources: [source], names: [], mappings: lines.join(';') };
    writeFileSync(join(folder, 'dist', `${path}.map`), JSON.stringify(map));
  }
}

function run(script: string, ...options: string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', ...options, '-e', script], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout + stderr;
}

function joinAll(): void {
  const url = JSON.stringify(`file://${join(root, 'scripts/join-modules.mjs')}`);
  const said = run(`import(${url}).then(({ joinModules }) => joinModules(${JSON.stringify(join(folder, 'dist'))}))`);
  expect(said).toBe('');
}

const told = (expression: string): unknown =>
  JSON.parse(run(`const library = require('./dist/index.js'); console.log(JSON.stringify(${expression}))`));

describe('joined modules', () => {
  it('are those that index.js requires at once, in one file; what is required later stays where it was', () => {
    write();
    const late = readFileSync(join(folder, 'dist/late/late.js'), 'utf8');
    joinAll();

    const text = readFileSync(join(folder, 'dist/joined.js'), 'utf8');
    expect(joinedModules(text).map(({ file }) => file)).toEqual(['index.js', 'near.js', 'rooms/room.js']);
    expect(readFileSync(join(folder, 'dist/late/late.js'), 'utf8')).toBe(late);
    expect(['index.js', 'rooms/room.js'].filter((file) => existsSync(join(folder, 'dist', `${file}.map`)))).toEqual([]);
  });

  it('run once, in cycles too, and whoever is loaded later gets the same', () => {
    write();
    joinAll();

    expect(told('[library.near, library.later(), library.runs()]')).toEqual(['near', { runs: 1, inCycle: [] }, 1]);
    expect(told('[require("./dist/rooms/room.js").state === require("./dist/near.js").state]')).toEqual([true]);
  });

  it('know the folders and files of before', () => {
    write();
    joinAll();

    expect(told('[library.folder, library.resolved()]')).toEqual([
      join(folder, 'dist/rooms'),
      join(folder, 'dist/late/late.js'),
    ]);
  });

  it('tell `import` their names', () => {
    write();
    joinAll();
    const script = "import { near, later } from './dist/index.js'; console.log(near, typeof later);";

    expect(run(script, '--input-type=module')).toBe('near function\n');
  });

  it('run again after they have failed, as files do', () => {
    write({ 'index.js': 'const fragile = require("./fragile.js");\nexports.name = fragile.name;\n' });
    joinAll();

    const script = `
globalThis.isBroken = true;
try { require('./dist/index.js'); } catch (error) { console.log(error.message); }
globalThis.isBroken = false;
console.log(require('./dist/index.js').name);`;
    expect(run(script)).toBe('broken\nfragile\n');
  });

  it('have the lines of their sources in stack traces', () => {
    write();
    joinAll();

    const said = run("require('./dist/index.js'); require('./dist/other.js').fail()", '--enable-source-maps');
    expect(said).toContain(`${join(folder, 'src/rooms/room.ts')}:7`);
  });

  it('keep their text, so that each line is found in its module', () => {
    write();
    joinAll();

    const text = readFileSync(join(folder, 'dist/joined.js'), 'utf8');
    for (const { file, line, code } of joinedModules(text)) {
      expect(text.split('\n')[line]).toBe(`"${file}": (function (exports) {`);
      expect(text.split('\n').slice(line).join('\n').startsWith(code)).toBe(true);
    }
  });
});
