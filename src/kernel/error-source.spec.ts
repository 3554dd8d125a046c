import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { SourceLines } from './error-source.js';

let place: string;
let folder: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'observability-'));
  folder = join(place, 'app');
  mkdirSync(folder);
});

afterEach(() => rmSync(place, { recursive: true }));

function write(file: string, content = numbered(9)): string {
  const path = join(place, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function numbered(count: number): string {
  return Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');
}

const at = (file: string, line = 5, column = 1) => ({ called: '', file, line, column, isInApp: true });

async function excerpt(file: string, line?: number, lineCount = 2) {
  const source = new SourceLines({ folder, lineCount });
  await source.load([at(file, line)]);
  return source.excerptAt(at(file, line));
}

describe('SourceLines', () => {
  it("shows a frame's line and those around it", async () => {
    const file = write('app/dist/orders.js');

    expect(await excerpt(file)).toEqual({ before: ['line 3', 'line 4'], line: 'line 5', after: ['line 6', 'line 7'] });
    expect(await excerpt(file, 1)).toEqual({ before: [], line: 'line 1', after: ['line 2', 'line 3'] });
    expect(await excerpt(file, 9)).toEqual({ before: ['line 7', 'line 8'], line: 'line 9', after: [] });
  });

  it('shows nothing that has not been loaded', () => {
    const source = new SourceLines({ folder, lineCount: 2 });

    expect(source.excerptAt(at(write('app/orders.js')))).toBeUndefined();
  });

  it.each<[string, () => string]>([
    ['outside of the folder', () => write('other/orders.js')],
    ['beside the folder, under a name that begins like it', () => write('app-secrets/orders.js')],
    ['above the folder, by way of it', () => `${folder}/../${basename(write('orders.js'))}`],
    ['of an installed package', () => write('app/node_modules/x/index.js')],
    ['that is no source', () => write('app/.env')],
    ['that is a folder', () => dirname(write('app/folder.js/a.txt'))],
    ['that is missing', () => join(folder, 'missing.js')],
    ['of more than half a megabyte', () => write('app/huge.js', numbered(100_000))],
  ])('reads no file %s', async (_what, path) => {
    expect(await excerpt(path())).toBeUndefined();
  });

  it('does not follow a link out of the folder, and follows one inside', async () => {
    symlinkSync(write('other/secret.js'), join(folder, 'out.js'));
    symlinkSync(write('app/dist/orders.js'), join(folder, 'in.js'));

    expect(await excerpt(join(folder, 'out.js'))).toBeUndefined();
    expect(await excerpt(join(folder, 'in.js'))).toMatchObject({ line: 'line 5' });
  });

  it('does not wait for a pipe that nobody writes to', async () => {
    const pipe = join(folder, 'pipe.js');
    execFileSync('mkfifo', [pipe]);

    expect(await excerpt(pipe)).toBeUndefined();
  });

  it('reads nothing for frames of others, with no lines asked for, or without a folder', async () => {
    const file = write('app/orders.js');
    const frames = [{ ...at(file), isInApp: false }];
    const sources = [
      new SourceLines({ folder, lineCount: 2 }),
      new SourceLines({ folder, lineCount: 0 }),
      new SourceLines({ folder: undefined, lineCount: 2 }),
    ];

    await Promise.all([sources[0]!.load(frames), sources[1]!.load([at(file)]), sources[2]!.load([at(file)])]);

    expect(sources.map((source) => source.excerptAt(at(file)))).toEqual([undefined, undefined, undefined]);
  });

  it('shows the part of a bundled line that the frame is about', async () => {
    const file = write('app/bundle.js', `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`);
    const source = new SourceLines({ folder, lineCount: 1 });
    await source.load([at(file, 1)]);

    const { line } = source.excerptAt(at(file, 1, 5001))!;

    expect([line.length, line.includes('HERE')]).toEqual([200, true]);
  });

  it('keeps so many files, and forgets the oldest', async () => {
    const source = new SourceLines({ folder, lineCount: 1 });
    const files = Array.from({ length: 70 }, (_, index) => write(`app/${index}.js`));

    for (const file of files) await source.load([at(file)]);

    const kept = files.filter((file) => source.excerptAt(at(file)) !== undefined);
    expect(kept).toEqual(files.slice(6));
  });

  it('keeps so many bytes', async () => {
    const source = new SourceLines({ folder, lineCount: 1 });
    const files = Array.from({ length: 12 }, (_, index) => write(`app/${index}.js`, numbered(40_000)));

    for (const file of files) await source.load([at(file)]);

    const kept = files.filter((file) => source.excerptAt(at(file)) !== undefined);
    expect(kept).toEqual(files.slice(-9));
  });
});
