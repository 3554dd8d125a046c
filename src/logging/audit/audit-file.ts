/**
 * The audit trail in a file of its own. Lines are appended in batches, off the event loop, and each batch is synchronised
 * (fdatasync) before the next begins: a record that was written survives a crash of the machine, the batch under way may not.
 * A file that was moved or removed (log rotation) is opened anew.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { ObservabilityError } from '../../kernel/index.js';
import type { AuditDestination } from './audit-destination.js';
import type { AuditQueue } from './audit-queue.js';

const MAX_BATCH_LENGTH = 65_536;
const NEWLINE = 10;
const END_OF_LINE = Buffer.from([NEWLINE]);
/** For its owner alone. */
const MODE = 0o600;

/**
 * At start, so that a trail which could never be written is not found out by its first record.
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID when the file cannot be opened
 */
export function checkAuditFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', MODE));
  } catch (error) {
    throw unopened(path, error);
  }
}

export class AuditFile implements AuditDestination {
  private handle: FileHandle | undefined;
  /** A line was begun and not ended, by a full disk or by the process before: it is ended before the next. */
  private isTorn = false;
  private isRegular = true;

  constructor(private readonly path: string) {}

  async write(queue: AuditQueue): Promise<void> {
    const handle = await this.current();
    const batch = this.batchOf(queue, MAX_BATCH_LENGTH);
    const { bytesWritten } = await handle.write(batch.bytes);
    this.took(bytesWritten, batch, queue);
    // A pipe or a device has nothing to synchronise.
    if (this.isRegular) await handle.datasync();
  }

  writeSync(queue: AuditQueue): void {
    const descriptor = openSync(this.path, 'a', MODE);
    try {
      const batch = this.batchOf(queue, Infinity);
      this.took(writeSync(descriptor, batch.bytes), batch, queue);
    } finally {
      closeSync(descriptor);
    }
  }

  async close(): Promise<void> {
    const { handle } = this;
    this.handle = undefined;
    await handle?.close();
  }

  private batchOf(queue: AuditQueue, maxLength: number): Batch {
    const lines = Buffer.from(queue.first(maxLength).join(''));
    return this.isTorn ? { bytes: Buffer.concat([END_OF_LINE, lines]), start: 1 } : { bytes: lines, start: 0 };
  }

  /** A full disk may take a part: lines that are there whole are done, the torn one is written again. */
  private took(bytesWritten: number, { bytes, start }: Batch, queue: AuditQueue): void {
    queue.drop(linesIn(bytes.subarray(start, Math.max(start, bytesWritten))));
    if (bytesWritten > 0) this.isTorn = bytes[bytesWritten - 1] !== NEWLINE;
    if (bytesWritten < bytes.length) throw new Error(`${this.path} took ${bytesWritten} of ${bytes.length} bytes`);
  }

  private async current(): Promise<FileHandle> {
    const { handle } = this;
    if (handle === undefined || !(await isStillAt(handle, this.path))) return this.reopen();
    return handle;
  }

  private async reopen(): Promise<FileHandle> {
    await this.close();
    const handle = await open(this.path, 'a+', MODE);
    const stats = await handle.stat();
    this.isRegular = stats.isFile();
    this.isTorn = stats.size > 0 && (await endsInsideLine(handle, stats.size));
    return (this.handle = handle);
  }
}

interface Batch {
  readonly bytes: Buffer;
  /** Where its first line begins. */
  readonly start: number;
}

async function isStillAt(handle: FileHandle, path: string): Promise<boolean> {
  const [opened, there] = await Promise.all([handle.stat(), stat(path).catch(() => undefined)]);
  return opened.ino === there?.ino && opened.dev === there.dev;
}

async function endsInsideLine(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] !== NEWLINE;
}

function linesIn(bytes: Uint8Array): number {
  return bytes.reduce((found, byte) => (byte === NEWLINE ? found + 1 : found), 0);
}

function unopened(path: string, error: unknown): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_OPTION_INVALID',
    fact: 'audit.destination cannot be opened for appending',
    got: `${path} (${(error as NodeJS.ErrnoException).code ?? String(error)})`,
    fix: 'make its folder and let the process write there, or name another file',
  });
}
