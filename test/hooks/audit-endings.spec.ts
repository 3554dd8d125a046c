import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltSource } from '../support/built-source.js';

const PROGRAM = 'test/hooks/audit-endings.program.ts';
/** Several batches. */
const RECORDS = 2000;

let built: BuiltSource;
let folder: string;

beforeAll(() => void (built = new BuiltSource([PROGRAM])));
afterAll(() => built.remove());
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'audit-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function targetsAfter(ending: string): { targets: string[]; status: number | null } {
  const path = join(folder, 'audit.jsonl');
  const argv = [built.pathOf(PROGRAM), path, ending, String(RECORDS)];
  const { status } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  return { targets: lines.map((line) => (JSON.parse(line) as { audit: { target: string } }).audit.target), status };
}

describe('Records of an audit file', () => {
  it.each([
    ['has nothing left to do', 'nothing', 0],
    ['closes its application', 'close', 0],
    ['calls process.exit', 'exit', 0],
    ['throws what nobody catches', 'throw', 1],
  ])(
    'are all there when the program %s',
    (_what, ending, status) => {
      const after = targetsAfter(ending);

      expect(after.status).toBe(status);
      // What was under way when the process ended may have been written twice.
      expect([...new Set(after.targets)]).toEqual(Array.from({ length: RECORDS }, (_, record) => String(record)));
    },
    30_000,
  );
});
