/**
 * All that is on the heap, in a file for Chrome DevTools. It holds every text of the process, secrets included, and is not redacted:
 * only the owner may read the file. The process stands still while it is written.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ObservabilityError } from '../kernel/index.js';
import { InspectorSession } from './inspector-session.js';

/**
 * A file with all that was on the heap.
 *
 * @example
 * ```ts
 * const { path, sizeBytes }: HeapSnapshot = await app.get(ProfilingService).heapSnapshot();
 *
 * console.log(`${path}: ${sizeBytes} bytes`);
 * ```
 */
export interface HeapSnapshot {
  readonly path: string;
  readonly sizeBytes: number;
}

const OWNER_ONLY = 0o600;

/**
 * Written piece by piece as V8 makes it; a file that would become too large is removed.
 * @throws ObservabilityError OBS_ERR_HEAP_SNAPSHOT when it cannot be written, or is larger than `maxBytes`
 */
export function writeHeapSnapshot(folder: string, id: string, maxBytes: number): HeapSnapshot {
  const path = join(folder, `${id}.heapsnapshot`);
  const file = open(path);
  try {
    return { path, sizeBytes: takeInto(file, maxBytes) };
  } catch (error) {
    rmSync(path, { force: true });
    throw error instanceof ObservabilityError ? error : cannotWrite(path, error);
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'wx', OWNER_ONLY);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function takeInto(file: number, maxBytes: number): number {
  const session = new InspectorSession();
  let sizeBytes = 0;
  let failure: unknown;
  // What is thrown in a listener of the session would be the process's end.
  session.on<{ readonly chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    sizeBytes += Buffer.byteLength(chunk);
    if (sizeBytes > maxBytes || failure !== undefined) return;
    try {
      writeWhole(file, Buffer.from(chunk));
    } catch (error) {
      failure = error;
    }
  });
  try {
    session.ask('HeapProfiler.takeHeapSnapshot');
  } finally {
    session.close();
  }
  if (failure !== undefined) throw failure;
  if (sizeBytes > maxBytes) throw tooLarge(sizeBytes, maxBytes);
  return sizeBytes;
}

/** A write may take less than it was given. */
function writeWhole(file: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(file, bytes, written);
}

function cannotWrite(path: string, error: unknown): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_HEAP_SNAPSHOT',
    fact: `The heap snapshot cannot be written to ${path}`,
    got: error instanceof Error ? error.message : String(error),
    fix: 'set profiling.heapSnapshotFolder to a folder that exists, is writable and has room',
  });
}

function tooLarge(sizeBytes: number, maxBytes: number): ObservabilityError {
  return ObservabilityError.of({
    code: 'OBS_ERR_HEAP_SNAPSHOT',
    fact: `A heap snapshot may take ${maxBytes} bytes`,
    got: `${sizeBytes} bytes`,
    fix: 'raise profiling.maxHeapSnapshotBytes',
  });
}
