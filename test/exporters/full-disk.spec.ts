import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BuiltSource } from '../support/built-source.js';
import { eventually, skipWithout } from '../support/child-process.js';
import type { Report } from './full-disk.program.js';

const PROGRAM = 'test/exporters/full-disk.program.ts';
/** A disk with room for so much: the kernel takes a part of what goes beyond, and refuses the rest. */
const ROOM_BYTES = 8192;

let built: BuiltSource;
let folder: string;
let path: string;
let child: ChildProcess;

skipWithout('prlimit')('A file exporter on a full disk', () => {
  beforeAll(() => void (built = new BuiltSource([PROGRAM])));
  afterAll(() => built.remove());

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'observability-disk-'));
    path = join(folder, 'telemetry.jsonl');
    const argv = [`--fsize=${ROOM_BYTES}:unlimited`, process.execPath, built.pathOf(PROGRAM), path];
    child = spawn('prlimit', argv, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
  });

  afterEach(async () => {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    rmSync(folder, { recursive: true });
  });

  it('has whole lines only, warns once, keeps to its bound, and goes on when there is room', async () => {
    child.send({ command: 'emit', count: 20 });
    await reportWhen(({ exported }) => exported === 20);
    child.send({ command: 'emit', count: 80 });
    // The write has to have failed before there is room again.
    const full = await reportWhen((report) => report.queued + report.inFlight === 30 && hasFailedToWrite(report));
    const sizeWhenFull = statSync(path).size;
    const linesWhenFull = lines();
    execFileSync('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited']);
    const after = await reportWhen(({ queued, inFlight }) => queued + inFlight === 0);

    expect(full).toMatchObject({ exported: 20, dropped: 50 });
    expect([linesWhenFull.length, sizeWhenFull <= ROOM_BYTES]).toEqual([20, true]);
    expect(after).toMatchObject({ exported: 50, dropped: 50 });
    expect(after.warnings.filter(isFailedWrite)).toEqual([
      expect.stringContaining(`Records of file do not reach ${path}: EFBIG`),
    ]);
    expect(after.news).toEqual([expect.stringContaining('again; 50 were dropped so far')]);
    expect(lines()).toHaveLength(50);
  });
});

function lines(): unknown[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

function reportWhen(isReached: (report: Report) => boolean): Promise<Report> {
  return eventually(async () => {
    child.send({ command: 'report' });
    const [report] = (await once(child, 'message')) as [Report];
    return isReached(report) ? report : undefined;
  });
}

function hasFailedToWrite({ warnings }: Report): boolean {
  return warnings.some(isFailedWrite);
}

function isFailedWrite(warning: string): boolean {
  return warning.includes('do not reach');
}
