import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readResults, writeResults } from '../../trust/report/results.js';

const folder = mkdtempSync(join(tmpdir(), 'trust-results-'));
const file = join(folder, 'trust', 'made', 'long.json');

afterAll(() => rmSync(folder, { recursive: true }));

const run = (seed: number) => ({ seed, minutes: 1.5, accounts: [] });

it('A part that is run again replaces its own record and leaves the others, in the order of the parts', () => {
  const before = readResults(file);
  writeResults(file, 'load', run(1));
  writeResults(file, 'fuzz', run(2));
  writeResults(file, 'load', run(3));

  const { fuzz, load } = readResults(file);
  expect(before).toEqual({});
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(['fuzz', 'load']);
  expect([fuzz?.seed, load?.seed, load?.minutes, load?.accounts]).toEqual([2, 3, 1.5, []]);
});

it('Does not name the folder of the checkout', () => {
  const finding = { fact: 'it failed', reproduce: `at run (${folder}/dist/kernel/run.js:1:2)` };
  writeResults(file, 'faults', {
    ...run(1),
    accounts: [{ attackClass: 'faults.values', tried: 1, findings: [finding], figures: {} }],
  });

  expect(readResults(file).faults?.accounts[0]?.findings[0]?.reproduce).toBe('at run (dist/kernel/run.js:1:2)');
});

it('Says when and on what machine', () => {
  writeResults(file, 'attack', run(1));

  expect(readResults(file).attack).toMatchObject({
    date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    machine: expect.stringMatching(/^\d+ × .+, \d+ GiB, Node \d+/),
  });
});
