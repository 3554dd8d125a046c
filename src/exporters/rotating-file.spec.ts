import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeliveryError } from './delivery-error.js';
import { RotatingFile, type RotatingFileOptions } from './rotating-file.js';

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 10, 21, 12);

let folder: string;
let path: string;
let nowMs: number;
let opened: RotatingFile[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'observability-file-'));
  path = join(folder, 'deep', 'telemetry.jsonl');
  nowMs = NOON_MS;
  opened = [];
});

afterEach(async () => {
  await Promise.all(opened.map((file) => file.close()));
  rmSync(folder, { recursive: true });
});

it('writes one record per line, and makes the folders that are missing', async () => {
  await write(rotating(), ['{"a":1}', '{"b":2}']);

  expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n{"b":2}\n');
});

it('goes on where an earlier process ended, behind a line that was torn', async () => {
  await write(rotating(), ['whole']);
  writeFileSync(path, 'whole\n{"torn":', 'utf8');

  await write(rotating(), ['next']);

  expect(readFileSync(path, 'utf8')).toBe('whole\n{"torn":\nnext\n');
});

it('puts a file aside before it grows over its size, and removes the oldest', async () => {
  const file = rotating({ maxFileBytes: 10, maxFiles: 3 });

  await each(['aaaaaaa', 'bbbbbbb', 'ccccccc', 'ddddddd'], (line) => write(file, [line]));

  expect(contents()).toEqual({
    'telemetry.jsonl': 'ddddddd\n',
    'telemetry.jsonl.1': 'ccccccc\n',
    'telemetry.jsonl.2': 'bbbbbbb\n',
  });
});

it('keeps no older file where one is all there may be', async () => {
  const file = rotating({ maxFileBytes: 10, maxFiles: 1 });

  await each(['aaaaaaa', 'bbbbbbb'], (line) => write(file, [line]));

  expect(contents()).toEqual({ 'telemetry.jsonl': 'bbbbbbb\n' });
});

it('puts a file aside when its hour is over, counted from midnight and not from the start', async () => {
  const file = rotating({ rotateEveryMs: HOUR_MS });
  nowMs = NOON_MS + HOUR_MS - 1;
  await write(file, ['before']);
  nowMs += 1;
  await write(file, ['after']);

  expect(contents()).toEqual({ 'telemetry.jsonl': 'after\n', 'telemetry.jsonl.1': 'before\n' });
});

it('puts the file of an earlier process aside when that wrote it in another hour', async () => {
  await write(rotating({ rotateEveryMs: HOUR_MS }), ['before']);
  utimesSync(path, NOON_MS / 1000 - 1, NOON_MS / 1000 - 1);

  await write(rotating({ rotateEveryMs: HOUR_MS }), ['after']);

  expect(contents()).toEqual({ 'telemetry.jsonl': 'after\n', 'telemetry.jsonl.1': 'before\n' });
});

it('starts a new file when somebody moved or removed the one it writes', async () => {
  const file = rotating();
  await write(file, ['first']);
  renameSync(path, `${path}.moved`);
  await write(file, ['second']);
  rmSync(path);
  await write(file, ['third']);

  expect(contents()).toEqual({ 'telemetry.jsonl': 'third\n', 'telemetry.jsonl.moved': 'first\n' });
});

it('says that a full disk may have room later, and goes on when it has', async () => {
  const link = join(folder, 'link.jsonl');
  symlinkSync('/dev/full', link);
  const file = rotating({ path: link });
  const failure = await write(file, ['lost']).catch((error: unknown) => error);
  rmSync(link);
  await write(file, ['kept']);

  expect(failure).toBeInstanceOf(DeliveryError);
  expect(failure).toMatchObject({ isTransient: true, message: expect.stringContaining('ENOSPC') as string });
  expect(readFileSync(link, 'utf8')).toBe('kept\n');
});

it('says so, too, of a path that is a folder', async () => {
  await expect(write(rotating({ path: folder }), ['lost'])).rejects.toMatchObject({ isTransient: true });
});

function rotating(options: Partial<RotatingFileOptions> = {}): RotatingFile {
  const file = new RotatingFile({
    path,
    maxFileBytes: 1_000_000,
    rotateEveryMs: 0,
    maxFiles: 5,
    nowMs: () => nowMs,
    ...options,
  });
  opened.push(file);
  return file;
}

function write(file: RotatingFile, lines: readonly string[]): Promise<number> {
  return file.deliver(lines.map((line) => Buffer.from(line)));
}

async function each(lines: readonly string[], act: (line: string) => Promise<unknown>): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one after the other is what is tested
  for (const line of lines) await act(line);
}

function contents(): Record<string, string> {
  const names = readdirSync(join(folder, 'deep')).toSorted();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'deep', name), 'utf8')]));
}
