/**
 * Lines of source around the frames of an error. Only of the application's own files: never of an installed package, never outside
 * the application's folder, wherever links lead. Read asynchronously and once; what cannot be read in time is not shown.
 */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { extname, sep } from 'node:path';
import type { ErrorFrame } from './error-frames.js';

export interface SourceExcerpt {
  readonly before: readonly string[];
  readonly line: string;
  readonly after: readonly string[];
}

export interface SourceOptions {
  /** Files outside of this folder are never read; undefined: none is. */
  readonly folder: string | undefined;
  /** Lines before a frame's own, and as many after it. */
  readonly lineCount: number;
}

/** Where in a file; lines and columns count from 1, as V8 has them. */
export type SourcePlace = Pick<ErrorFrame, 'file' | 'line' | 'column'>;

const MAX_FILES = 64;
const MAX_FILE_BYTES = 512 * 1024;
const MAX_KEPT_BYTES = 4 * 1024 * 1024;
const MAX_FILES_PER_ERROR = 8;
const READ_TIMEOUT_MS = 500;
/** A bundled file may be one line. */
const MAX_LINE_LENGTH = 200;
const EXTENSIONS: ReadonlySet<string> = new Set(['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.jsx', '.tsx']);

const NONE: readonly string[] = [];

interface KnownFile {
  readonly loading: Promise<void>;
  lines: readonly string[];
  sizeBytes: number;
}

export class SourceLines {
  /** The oldest first. */
  private readonly files = new Map<string, KnownFile>();
  private keptBytes = 0;
  private readonly lineCount: number;

  constructor(private readonly options: SourceOptions) {
    this.lineCount = options.folder === undefined ? 0 : options.lineCount;
  }

  /** Reads what `excerptAt` will be asked for. Never rejects, and takes no longer than half a second. */
  async load(frames: readonly ErrorFrame[]): Promise<void> {
    if (this.lineCount === 0) return;
    const files = new Set(frames.filter(({ isInApp }) => isInApp).map(({ file }) => file));
    await Promise.all([...files].slice(0, MAX_FILES_PER_ERROR).map((file) => this.known(file).loading));
  }

  /** Undefined where the file has not been loaded, or is none of the application's. */
  excerptAt({ file, line, column }: SourcePlace): SourceExcerpt | undefined {
    const lines = this.files.get(file)?.lines ?? NONE;
    const own = lines[line - 1];
    if (own === undefined) return undefined;
    return {
      before: lines.slice(Math.max(0, line - 1 - this.lineCount), line - 1).map((text) => clipped(text)),
      line: clipped(own, column),
      after: lines.slice(line, line + this.lineCount).map((text) => clipped(text)),
    };
  }

  private known(path: string): KnownFile {
    const earlier = this.files.get(path);
    if (earlier !== undefined) return earlier;
    const file: KnownFile = {
      lines: NONE,
      sizeBytes: 0,
      loading: withinTime(this.read(path), (text) => this.keep(path, text)),
    };
    this.files.set(path, file);
    this.forget(() => this.files.size > MAX_FILES);
    return file;
  }

  private keep(path: string, text: string): void {
    const file = this.files.get(path);
    if (file === undefined || text === '') return;
    file.lines = text.split(/\r?\n/);
    file.sizeBytes = Buffer.byteLength(text);
    this.keptBytes += file.sizeBytes;
    this.forget(() => this.keptBytes > MAX_KEPT_BYTES);
  }

  private forget(isTooMuch: () => boolean): void {
    for (const [path, { sizeBytes }] of this.files) {
      if (!isTooMuch()) return;
      this.files.delete(path);
      this.keptBytes -= sizeBytes;
    }
  }

  private async read(path: string): Promise<string> {
    const folder = await realpath(this.options.folder!);
    const file = await realpath(path);
    if (!isOwnSource(file, folder)) return '';
    // What is no plain file, such as a pipe, must not be waited for.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      return stats.isFile() && stats.size <= MAX_FILE_BYTES ? await handle.readFile('utf8') : '';
    } finally {
      await handle.close();
    }
  }
}

function isOwnSource(file: string, folder: string): boolean {
  // Of the root of a disk this is true for no file.
  const isInside = file.startsWith(folder + sep);
  return isInside && EXTENSIONS.has(extname(file)) && !file.slice(folder.length).split(sep).includes('node_modules');
}

/** Hands the result over if it comes in time; whatever goes wrong, there is none. */
async function withinTime(reading: Promise<string>, take: (text: string) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(''), READ_TIMEOUT_MS).unref();
  });
  const text = await Promise.race([reading, timeout]).catch(() => '');
  clearTimeout(timer);
  take(text);
}

/** Around `column`, where the line is longer than anybody reads. */
function clipped(text: string, column = 1): string {
  if (text.length <= MAX_LINE_LENGTH) return text;
  const start = Math.max(0, Math.min(column - MAX_LINE_LENGTH / 2, text.length - MAX_LINE_LENGTH));
  return text.slice(start, start + MAX_LINE_LENGTH);
}
