/** The plan and the table of `npm run matrix`: which cells it would run, and how it tells what they came to. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');
const run = promisify(execFile);

type Cell = Readonly<Record<string, string>>;

const dimensions = {
  nest: ['11.1', '12'],
  module: ['cjs', 'esm'],
  platform: ['express', 'fastify'],
  node: ['20.19', '22', '24', '26'],
  installer: ['npm', 'pnpm', 'yarn', 'yarn-pnp'],
  tests: ['jest', 'vitest'],
  typescript: ['5.9', '6', '7'],
  otel: ['2', '3'],
  peers: ['required', 'all'],
};

const values = Object.entries(dimensions).map(([name, all]) => all.map((value) => `${name}=${value}`));
const assignments = (cell: Cell) => Object.entries(cell).map(([name, value]) => `${name}=${value}`);

async function matrix(...args: string[]): Promise<{ stdout: string; stderr: string; code: number }> {
  const main = join(root, 'scripts/matrix/main.mjs');
  const ended = run(process.execPath, [main, ...args], { cwd: root }).then((output) => ({ ...output, code: 0 }));
  return ended.catch((error: { stdout: string; stderr: string; code: number }) => error);
}

async function listed(...args: string[]): Promise<Cell[]> {
  const { stdout } = await matrix('--list', ...args);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Cell);
}

describe('npm run matrix', () => {
  it('puts every two values of two dimensions together in one cell at least, but those that cannot stand together', async () => {
    const cells = (await listed()).map((cell) => new Set(assignments(cell)));
    const pairs = values.flatMap((firsts, index) =>
      firsts.flatMap((first) => values.slice(index + 1).flatMap((seconds) => seconds.map((second) => [first, second]))),
    );

    const missing = pairs.filter(([first, second]) => !cells.some((cell) => cell.has(first!) && cell.has(second!)));

    expect(missing).toEqual(notTogether);
    expect(cells.length).toBeLessThan(30);
  });

  it('has each value once at least on the diagonal, in few cells', async () => {
    const cells = await listed('--diagonal');

    expect([...new Set(cells.flatMap(assignments))].toSorted()).toEqual(values.flat().toSorted());
    expect(cells.length).toBeLessThanOrEqual(4);
  });

  it('has one cell with all peers at their oldest', async () => {
    const cells = await listed('--only', 'peers=oldest');

    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({ nest: '11.1', node: '20.19', otel: '2' });
  });

  it('fills up a cell that is named in part', async () => {
    const [cell] = await listed('--cell', 'node=20.19,installer=pnpm');

    expect(cell).toMatchObject({ node: '20.19', installer: 'pnpm', otel: '2' });
    expect(Object.keys(cell!)).toEqual(Object.keys(dimensions));
  });

  it.each([
    ['colour=red', /colour is none of nest, module/],
    ['node=18', /node is one of 20\.19, 22, 24, 26; got 18/],
    ['node=20.19,otel=3', /There is no cell node=20\.19 otel=3.*needs Node 22\.15/],
  ])('refuses %s and says what there is', async (part, message) => {
    const { code, stderr } = await matrix('--list', '--cell', part);

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('knows a release of every peer for every cell, and the oldest that the range permits', async () => {
    const script = `
import { dependencySet } from './scripts/matrix/dependency-sets.mjs';
import { allCells, matches } from './scripts/matrix/dimensions.mjs';
import { peersOf } from './scripts/matrix/packed.mjs';
import manifest from './package.json' with { type: 'json' };
const sets = allCells().map((cell) => ({ cell, ...dependencySet(cell, peersOf(manifest)) }));
const oldest = sets.find(({ cell }) => matches(cell, { peers: 'oldest' }));
process.stdout.write(JSON.stringify(oldest.dependencies));`;
    const { peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly peerDependencies: Record<string, string>;
    };

    const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
      cwd: root,
    });

    const oldest = JSON.parse(stdout) as Record<string, string>;
    for (const [name, range] of Object.entries(peerDependencies)) expect(range).toContain(oldest[name]);
  });
});

/** OpenTelemetry 3.x refuses Node 20; TypeScript 7 is a native program, and Plug'n'Play lives in Node. */
const notTogether = [
  ['node=20.19', 'otel=3'],
  ['installer=yarn-pnp', 'typescript=7'],
];

describe('The table', () => {
  const folder = mkdtempSync(join(tmpdir(), 'matrix-table-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const step = (name: string, result: string, seconds: number) => ({ name, result, seconds });
  const red = {
    cell: 'nest=12 node=24',
    steps: [step('install', 'ok', 9), step('types', 'failed', 3), step('start', '-', 0)],
    output: '/cells/7/types.log',
  };
  const green = {
    cell: 'nest=11.1 node=22',
    steps: [step('install', 'ok', 12), step('types', 'ok', 4), step('start', 'ok', 1)],
  };
  const tarball = { cell: 'tarball', steps: [step('size', 'ok', 0)] };

  async function reported(...results: object[]) {
    const file = join(folder, 'results.jsonl');
    writeFileSync(file, results.map((result) => `${JSON.stringify(result)}\n`).join(''));
    return matrix('--report', file);
  }

  it('has a row per cell with what each step came to, points to what failed, and fails', async () => {
    const { stdout, code } = await reported(tarball, red, green);

    expect(stdout.replace(/ +$/gm, '').trim()).toBe(
      `
         size  seconds
tarball  ok 0  0

nest  node  install  types     start  seconds
12    24    ok 9     failed 3  -      12
11.1  22    ok 12    ok 4      ok 1   17

2 of 3 green
nest=12 node=24: /cells/7/types.log`.trim(),
    );
    expect(code).toBe(1);
  });

  it('takes the latest result of a cell, and succeeds when all are green', async () => {
    const { stdout, code } = await reported(red, green, { ...green, cell: red.cell });

    expect(stdout).toContain('2 of 2 green');
    expect(code).toBe(0);
  });
});
