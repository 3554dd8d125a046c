/**
 * Standard output in batches: the lines of one turn of the event loop leave in one system call, an error at once.
 *
 * Writes are synchronous, as Node's own are on files and pipes. Nothing is then lost when the process exits or dies of an
 * exception, and no buffer grows without bound; a kill or an abort costs the lines of the current turn at most.
 */
import { writeSync } from 'node:fs';
import type { Diagnostics } from '../kernel/index.js';

/** Where lines go; what a pino destination looks like. */
export interface LineDestination {
  write(line: string): unknown;
  flushSync?(): void;
}

const STDOUT = 1;
const MAX_PENDING_LENGTH = 65_536;
const RETRY_AFTER_MS = 5;
const MAX_RETRIES = 200;

/** Room for what gathers in a turn, at three bytes of UTF-8 per character; shared, since a write ends before the next begins. */
const scratch = Buffer.allocUnsafeSlow(3 * MAX_PENDING_LENGTH);

const opened = new Set<StandardOutput>();

export class StandardOutput implements LineDestination {
  private pending = '';
  private isScheduled = false;
  private isClosed = false;
  private readonly endTurn = (): void => {
    this.isScheduled = false;
    this.flushSync();
  };

  constructor(
    private readonly diagnostics: Diagnostics,
    private readonly writeBytes: (bytes: Uint8Array, offset: number) => number = (bytes, offset) =>
      writeSync(STDOUT, bytes, offset),
  ) {}

  write(line: string): void {
    this.pending += line;
    if (this.pending.length > MAX_PENDING_LENGTH || this.isClosed) this.flushSync();
    else this.schedule();
  }

  flushSync(): void {
    if (this.pending === '') return;
    const bytes = bytesOf(this.pending);
    this.pending = '';
    this.writeAll(bytes);
  }

  /** Lines after this leave one by one. */
  close(): void {
    this.isClosed = true;
    this.flushSync();
    opened.delete(this);
    if (opened.size === 0) process.off('exit', flushAll);
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    this.flushAtExit();
    setImmediate(this.endTurn);
  }

  /** One listener however many applications there are, and none before the first line. */
  private flushAtExit(): void {
    if (opened.size === 0) process.on('exit', flushAll);
    opened.add(this);
  }

  /** A pipe that somebody made non-blocking may be full: waits a moment, then gives up. */
  private writeAll(bytes: Uint8Array): void {
    let retries = 0;
    for (let written = 0; written < bytes.length;) {
      try {
        written += this.writeBytes(bytes, written);
      } catch (error) {
        if (!isBusy(error) || ++retries > MAX_RETRIES) return this.giveUp(bytes, written);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_AFTER_MS);
      }
    }
  }

  private giveUp(bytes: Uint8Array, written: number): void {
    const lines = bytes.subarray(written).filter((byte) => byte === NEWLINE).length;
    this.diagnostics.dropped('logs', 'unwritable', lines);
  }
}

function bytesOf(text: string): Uint8Array {
  return 3 * text.length > scratch.length ? Buffer.from(text) : scratch.subarray(0, scratch.write(text));
}

const NEWLINE = 10;

function isBusy(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'EAGAIN' || code === 'EBUSY';
}

function flushAll(): void {
  for (const output of opened) output.flushSync();
}

/**
 * Standard output, or the stream itself where something has taken its place: a test runner, a supervisor in the process.
 */
export function openStandardOutput(diagnostics: Diagnostics): LineDestination {
  const { stdout } = process;
  const isReplaced = stdout.write !== (Object.getPrototypeOf(stdout) as typeof stdout).write;
  return isReplaced ? stdout : new StandardOutput(diagnostics);
}
