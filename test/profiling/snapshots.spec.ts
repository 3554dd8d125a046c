import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { BuiltSource } from '../support/built-source.js';

const PROGRAM = 'test/profiling/snapshots.program.ts';
const ENOUGH_BYTES = 1_000_000_000;

let built: BuiltSource;
let folder: string;

beforeAll(() => void (built = new BuiltSource([PROGRAM])));
afterAll(() => built.remove());
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'observability-snapshots-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  readonly path?: string;
  readonly sizeBytes?: number;
  readonly error?: string;
  readonly loadedWhileOff: readonly string[];
}

function run(into: string, maxBytes: number): Told {
  const { stdout, stderr } = spawnSync(process.execPath, [built.pathOf(PROGRAM), into, String(maxBytes)], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (!stdout.startsWith('{')) throw new Error(`${stdout}\n${stderr}`);
  return JSON.parse(stdout) as Told;
}

describe('A heap snapshot', () => {
  it('is a whole file that only its owner may read, and nothing of profiling is loaded while it is off', () => {
    const { path, sizeBytes, loadedWhileOff } = run(folder, ENOUGH_BYTES);

    expect(basename(path!)).toMatch(/^heap-snapshot-\d{14}-1\.heapsnapshot$/);
    const { size, mode } = statSync(path!);
    expect([size, mode & 0o777]).toEqual([sizeBytes, 0o600]);
    const { strings } = JSON.parse(readFileSync(path!, 'utf8')) as { strings: string[] };
    expect(strings).toContain('CanaryInTheHeap');
    const doorAndWords = ['index', 'profile-headline', 'profile-problems', 'profile-request', 'profiling.service'];
    expect(loadedWhileOff).toEqual(doorAndWords);
  }, 60_000);

  it('leaves no file where it is larger than it may be', () => {
    const { error } = run(folder, 100_000);

    expect(error).toMatch(
      /^OBS_ERR_HEAP_SNAPSHOT {2}A heap snapshot may take 100000 bytes; got \d+ bytes\. Fix: raise profiling\.maxHeapSnapshotBytes\.$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);

  it('is refused where it cannot be written', () => {
    const { error } = run(join(folder, 'nowhere'), ENOUGH_BYTES);

    expect(error).toMatch(/^OBS_ERR_HEAP_SNAPSHOT {2}The heap snapshot cannot be written to .*; got ENOENT/);
  }, 60_000);
});
