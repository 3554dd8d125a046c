/**
 * A file of JSON lines that is put aside when it is large or old: `x.jsonl` becomes `x.jsonl.1`, that one `x.jsonl.2`. It starts anew
 * when somebody else moved or removed it, and holds whole lines only: a line that a crash or a full disk has torn is taken back or ended.
 */
import { constants } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DeliverySink } from './bounded-delivery.js';
import { DeliveryError } from './delivery-error.js';

export interface RotatingFileOptions {
  readonly path: string;
  readonly maxFileBytes: number;
  /** Counted from midnight UTC, in milliseconds; 0 is never. */
  readonly rotateEveryMs: number;
  /** The current one included. */
  readonly maxFiles: number;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: () => number;
}

interface OpenFile {
  readonly handle: FileHandle;
  readonly device: number;
  readonly inode: number;
  /** A pipe or device is written to, and never rotated or cut. */
  readonly isRegular: boolean;
  /** In which turn of `rotateEveryMs` its last line was written. */
  period: number;
  bytes: number;
}

const LINE_BREAK = Buffer.from('\n');
/** Readable by the group: agents that ship files are often in it. */
const MODE = 0o640;
const FLAGS = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT;

export class RotatingFile implements DeliverySink {
  private file: OpenFile | undefined;

  constructor(private readonly options: RotatingFileOptions) {}

  /** @throws DeliveryError; then nothing of the batch is in the file */
  async deliver(batch: readonly Buffer[]): Promise<number> {
    const lines = Buffer.concat(batch.flatMap((record) => [record, LINE_BREAK]));
    try {
      const file = await this.fileFor(lines.length);
      await append(file, lines);
      file.period = this.periodOf(this.options.nowMs());
    } catch (error) {
      await this.close();
      throw new DeliveryError(messageOf(error), { isTransient: true });
    }
    return 0;
  }

  async close(): Promise<void> {
    const { file } = this;
    this.file = undefined;
    await file?.handle.close().catch(() => undefined);
  }

  private async fileFor(bytes: number): Promise<OpenFile> {
    const file = await this.currentFile();
    if (!this.isToBeRotated(file, bytes)) return file;
    await this.close();
    await this.rotate();
    return this.currentFile();
  }

  /** The one that has the path now; by one look, since a file that was moved away would take lines for ever. */
  private async currentFile(): Promise<OpenFile> {
    if (this.file !== undefined && !(await isAt(this.options.path, this.file))) await this.close();
    return (this.file ??= await this.open());
  }

  private async open(): Promise<OpenFile> {
    const { path, nowMs } = this.options;
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, FLAGS, MODE);
    const stats = await handle.stat();
    const { dev: device, ino: inode, size, mtimeMs } = stats;
    const isRegular = stats.isFile();
    const bytes = isRegular ? size + (await endLine(handle, size)) : 0;
    return { handle, device, inode, isRegular, bytes, period: this.periodOf(bytes > 0 ? mtimeMs : nowMs()) };
  }

  private isToBeRotated({ isRegular, bytes, period }: OpenFile, more: number): boolean {
    if (!isRegular || bytes === 0) return false;
    return bytes + more > this.options.maxFileBytes || period !== this.periodOf(this.options.nowMs());
  }

  /** From the oldest on, so that none is overwritten but the one that has to go. */
  private async rotate(): Promise<void> {
    const { path, maxFiles } = this.options;
    if (maxFiles === 1) return rm(path, { force: true });
    for (let number = maxFiles - 2; number >= 0; number--) {
      // oxlint-disable-next-line no-await-in-loop -- in this order
      await moveIfThere(numbered(path, number), numbered(path, number + 1));
    }
  }

  private periodOf(epochMs: number): number {
    const { rotateEveryMs } = this.options;
    return rotateEveryMs === 0 ? 0 : Math.floor(epochMs / rotateEveryMs);
  }
}

/** All of it or nothing: on a full disk the part that did fit is taken back. */
async function append(file: OpenFile, lines: Buffer): Promise<void> {
  try {
    await file.handle.appendFile(lines);
    file.bytes += lines.length;
  } catch (error) {
    if (file.isRegular) await file.handle.truncate(file.bytes).catch(() => undefined);
    throw error;
  }
}

/** Ends a last line that is not ended; returns the bytes that took. */
async function endLine(handle: FileHandle, size: number): Promise<number> {
  if (size === 0) return 0;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer.equals(LINE_BREAK)) return 0;
  await handle.appendFile(LINE_BREAK);
  return LINE_BREAK.length;
}

async function isAt(path: string, { device, inode }: OpenFile): Promise<boolean> {
  try {
    const { dev, ino } = await stat(path);
    return dev === device && ino === inode;
  } catch {
    return false;
  }
}

function numbered(path: string, number: number): string {
  return number === 0 ? path : `${path}.${number}`;
}

async function moveIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
