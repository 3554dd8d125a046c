/** The decision desk as its `main` starts it, and a probe beside it: asked for its heap, it collects garbage first. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { deskModule } from '../desk/desk-folder.js';

export interface HeapReading {
  readonly heapUsedBytes: number;
}

const settleMs = 50;

function readHeap(): void {
  // Twice: what finalization lets go in the first is collected in the second.
  globalThis.gc!();
  setTimeout(() => {
    globalThis.gc!();
    process.send!({ heapUsedBytes: process.memoryUsage().heapUsed } satisfies HeapReading);
  }, settleMs);
}

process.on('message', readHeap);
process.on('disconnect', () => process.exit());
createRequire(deskModule())(join(dirname(deskModule()), 'main.js'));
