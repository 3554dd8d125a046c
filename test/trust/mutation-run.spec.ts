import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from '../../trust/mutation/mutant.js';
import { runStryker } from '../../trust/mutation/run-stryker.js';
import type { StrykerRequest } from '../../trust/mutation/stryker.js';
import { BuiltSource } from '../support/built-source.js';

const root = join(__dirname, '../..');
const MUTATION = 'trust/mutation';

const code = `
const open = 'open';

export function stateOf(isOpen: boolean): string {
  return isOpen ? open : 'closed';
}

export function never(): number {
  return 1;
}

export function count(to: number): number {
  let counted = 0;
  while (counted < to) counted++;
  return counted;
}

const seen: string[] = [];

export function remember(name: string): readonly string[] {
  if (name === 'Ada') seen.length = 0;
  seen.push(name);
  return seen;
}
`;
const spec = `
import { count, remember, stateOf } from './door.js';

it('is open or something else', () => {
  expect(stateOf(true)).toBe('open');
  stateOf(false);
});
it('counts', () => expect(count(3)).toBe(3));
it('remembers from Ada on', () => {
  expect(remember('Ada')).toEqual(['Ada']);
  expect(remember('Grace')).toEqual(['Ada', 'Grace']);
});
`;

// Each test is three processes, one after the other, and where the machine is busy that takes a while.
jest.setTimeout(120_000);

let built: BuiltSource;
let folder: string;

beforeAll(() => {
  const files = readdirSync(join(root, MUTATION), { recursive: true, encoding: 'utf8' });
  built = new BuiltSource(files.filter((file) => file.endsWith('.ts')).map((file) => join(MUTATION, file)));
  folder = mkdtempSync(join(tmpdir(), 'mutated-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'test'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(
    join(folder, 'jest.config.js'),
    `module.exports = require(${JSON.stringify(join(root, 'jest.config.js'))});`,
  );
  writeFileSync(join(folder, 'src', 'door.ts'), code);
  writeFileSync(join(folder, 'src', 'door.spec.ts'), spec);
});
afterAll(() => {
  built.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** As `line: what stands there instead`, by what became of it. */
function byStatus(mutants: readonly Mutant[]): Record<string, readonly string[]> {
  const told: Record<string, string[]> = {};
  for (const { line, replacement, status } of mutants) (told[status] ??= []).push(`${line}: ${replacement}`);
  return told;
}

async function mutantsOf(changes: Partial<StrykerRequest>): Promise<Record<string, readonly string[]>> {
  const request: StrykerRequest = {
    mutate: ['src/door.ts'],
    specs: ['src/door.spec.ts'],
    slowTests: [],
    confirmation: 'anew',
    durationMs: 3_600_000,
    oneIn: 1,
    seed: 0,
    isStaticLeftOut: false,
    ...changes,
  };
  const program = built.pathOf(join(MUTATION, 'stryker.ts'));
  return byStatus(await runStryker(folder, request, program));
}

describe('the mutants of a file', () => {
  it('are found where a test of its specs fails, as in a run of Jest, and alive where none looks', async () => {
    expect(await mutantsOf({})).toEqual({
      Killed: [
        '4: {}',
        '12: {}',
        '14: false',
        '14: counted <= to',
        '14: counted >= to',
        '20: {}',
        '21: true',
        "21: name !== 'Ada'",
        '2: ""',
      ],
      Timeout: ['14: counted--'],
      Survived: ['5: ""', '21: false', '21: ""', '18: ["Stryker was here"]'],
      NoCoverage: ['8: {}'],
    });
  });

  it('are not run once the time is over', async () => {
    const { NoTime: notRun, ...others } = await mutantsOf({ durationMs: -1, isStaticLeftOut: true });

    expect(notRun).toHaveLength(12);
    expect(others).toEqual({ NoCoverage: ['8: {}'], Ignored: ['2: ""', '18: ["Stryker was here"]'] });
  });

  it('are drawn evenly over the file, others with another seed', async () => {
    const drawn = async (seed: number) => (await mutantsOf({ oneIn: 7, seed, isStaticLeftOut: true })).NotDrawn!;

    const [first, second] = [await drawn(0), await drawn(1)];
    expect([first.length, second.length]).toEqual([10, 10]);
    expect(first).not.toEqual(second);
  });

  it('are none where a test fails before anything was changed', async () => {
    writeFileSync(join(folder, 'src', 'failing.spec.ts'), "it('fails', () => expect(1).toBe(2));");

    await expect(mutantsOf({ specs: ['src/door.spec.ts', 'src/failing.spec.ts'] })).rejects.toThrow(
      'Stryker ended with code 1 and no result; its output says why.',
    );
  });
});
