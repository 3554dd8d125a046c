import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, promises as files, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { SourceLines } from './error-source.js';

const HALF_A_MEGABYTE = 512 * 1024;

let place: string;
let folder: string;

// However busy the machine: no reading is given up, unless a test lets the time pass.
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] });
  place = mkdtempSync(join(tmpdir(), 'observability-'));
  folder = join(place, 'app');
  mkdirSync(folder);
});

afterEach(() => {
  jest.useRealTimers();
  rmSync(place, { recursive: true });
});

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
    ['of more than half a megabyte', () => write('app/huge.js', 'x'.repeat(HALF_A_MEGABYTE + 1))],
  ])('reads no file %s', async (_what, path) => {
    expect(await excerpt(path(), 1)).toBeUndefined();
  });

  it.each(['js', 'cjs', 'mjs', 'ts', 'cts', 'mts', 'jsx', 'tsx'])(
    'reads a file that ends in .%s',
    async (extension) => {
      expect(await excerpt(write(`app/orders.${extension}`))).toMatchObject({ line: 'line 5' });
    },
  );

  it('reads the code of an application that is itself in a package, or is named like one', async () => {
    folder = join(place, 'node_modules/app');
    const file = write('node_modules/app/node_modules.js');

    expect(await excerpt(file)).toMatchObject({ line: 'line 5' });
  });

  it('reads a file of half a megabyte', async () => {
    expect(await excerpt(write('app/large.js', 'x'.repeat(HALF_A_MEGABYTE)), 1)).toBeDefined();
  });

  it('reads nothing where the folder is the whole disk', async () => {
    folder = '/';

    expect(await excerpt(write('app/orders.js'))).toBeUndefined();
  });

  it('reads the lines of Windows', async () => {
    const file = write('app/orders.js', 'one\r\ntwo\r\nthree');

    expect(await excerpt(file, 2)).toEqual({ before: ['one'], line: 'two', after: ['three'] });
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

    expect(await excerpt(pipe, 1)).toBeUndefined();
  });

  it('keeps no file open', async () => {
    const open = jest.spyOn(files, 'open');

    await excerpt(write('app/orders.js'));
    const handle = (await open.mock.results[0]!.value) as { readonly fd: number };

    expect(handle.fd).toBe(-1);
    open.mockRestore();
  });

  it('does not wait for a disk that does not answer', async () => {
    const file = write('app/orders.js');
    const asked = jest.spyOn(files, 'realpath').mockReturnValue(new Promise(() => undefined));
    const source = new SourceLines({ folder, lineCount: 1 });
    let isOver = false;

    const loading = source.load([at(file)]).then(() => (isOver = true));
    await jest.advanceTimersByTimeAsync(499);
    const before = isOver;
    await jest.advanceTimersByTimeAsync(1);
    await loading;

    expect([before, source.excerptAt(at(file, 1))]).toEqual([false, undefined]);
    asked.mockRestore();
  });

  it('reads a file once, however many ask', async () => {
    const file = write('app/orders.js');
    const source = new SourceLines({ folder, lineCount: 1 });

    await Promise.all([source.load([at(file)]), source.load([at(file), at(file, 2)])]);
    write('app/orders.js', 'changed');
    await source.load([at(file, 1)]);

    expect(source.excerptAt(at(file, 1))).toMatchObject({ line: 'line 1' });
  });

  it('reads the files of the first eight that an error has been through', async () => {
    const source = new SourceLines({ folder, lineCount: 1 });
    const paths = Array.from({ length: 9 }, (_, index) => write(`app/${index}.js`));

    await source.load(paths.flatMap((path) => [at(path), at(path, 2)]));

    expect(paths.filter((path) => source.excerptAt(at(path)) !== undefined)).toEqual(paths.slice(0, 8));
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

    const lines = [1, 101, 5001, 10_004].map((column) => source.excerptAt(at(file, 1, column))!.line);

    expect(lines).toEqual([
      'a'.repeat(200),
      'a'.repeat(200),
      `${'a'.repeat(99)}HERE${'b'.repeat(97)}`,
      'b'.repeat(200),
    ]);
  });

  it('shows two hundred characters of a line, and of those around it the first', async () => {
    const [fits, long] = [`${'a'.repeat(199)}b`, `${'a'.repeat(200)}b`];
    const file = write('app/long.js', [long, fits, long].join('\n'));

    expect(await excerpt(file, 2)).toEqual({ before: ['a'.repeat(200)], line: fits, after: ['a'.repeat(200)] });
  });

  it('keeps so many files, and forgets the oldest', async () => {
    const source = new SourceLines({ folder, lineCount: 1 });
    const paths = Array.from({ length: 70 }, (_, index) => write(`app/${index}.js`));

    for (const path of paths) await source.load([at(path)]);

    expect(paths.filter((path) => source.excerptAt(at(path)) !== undefined)).toEqual(paths.slice(6));
  });

  it('forgets files while they are read, if that many are asked for at once', async () => {
    const source = new SourceLines({ folder, lineCount: 1 });
    const paths = Array.from({ length: 66 }, (_, index) => write(`app/${index}.js`));

    await Promise.all(paths.map((path) => source.load([at(path)])));

    expect(paths.filter((path) => source.excerptAt(at(path)) !== undefined)).toEqual(paths.slice(2));
  });

  it('keeps four megabytes, and forgets the oldest', async () => {
    const source = new SourceLines({ folder, lineCount: 1 });
    const content = 'x'.repeat(HALF_A_MEGABYTE);
    const paths = Array.from({ length: 10 }, (_, index) => write(`app/${index}.js`, content));

    for (const path of paths) await source.load([at(path)]);

    expect(paths.filter((path) => source.excerptAt(at(path, 1)) !== undefined)).toEqual(paths.slice(2));
  });
});
