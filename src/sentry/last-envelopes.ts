/**
 * Sends what a process still holds while it ends: its event loop no longer turns, so a thread of its own does the sending and the
 * process waits for it, for so long and no longer. How it ends, and with which code, is not touched.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

export interface LastEnvelopes {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly envelopes: readonly string[];
  readonly timeoutMs: number;
}

/** What the thread is given. */
export interface SenderTask extends LastEnvelopes {
  /** Becomes 1 when all have been answered or given up. */
  readonly isDone: Int32Array;
}

/** Never throws: the process is ending as it is. */
export function sendWhileWaiting(last: LastEnvelopes): void {
  if (last.envelopes.length === 0) return;
  const isDone = new Int32Array(new SharedArrayBuffer(4));
  const workerData: SenderTask = { ...last, isDone };
  try {
    // None of the application's hooks and preloads: they would start it a second time.
    new Worker(join(__dirname, 'envelope-sender.js'), { workerData, execArgv: [], stdout: true, stderr: true }).unref();
    Atomics.wait(isDone, 0, 0, last.timeoutMs);
  } catch {
    // No thread can be made any more.
  }
}
