/** The decision desk as its `main` starts it, and a probe beside it: asked for its heap, it collects garbage first. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getHeapCodeStatistics } from 'node:v8';
import { deskModule } from '../desk/desk-folder.js';

export interface HeapReading {
  readonly heapUsedBytes: number;
  /** Of it: what V8 has compiled, and what it knows about that. It grows as long as V8 finds something to optimise. */
  readonly codeBytes: number;
  readonly rssBytes: number;
}

const settleMs = 50;

function readHeap(): void {
  // Twice: what finalization lets go in the first is collected in the second.
  globalThis.gc!();
  setTimeout(() => {
    globalThis.gc!();
    const { heapUsed, rss } = process.memoryUsage();
    const { code_and_metadata_size: codeBytes } = getHeapCodeStatistics();
    process.send!({ heapUsedBytes: heapUsed, codeBytes, rssBytes: rss } satisfies HeapReading);
  }, settleMs);
}

process.on('message', readHeap);
process.on('disconnect', () => process.exit());
createRequire(deskModule())(join(dirname(deskModule()), 'main.js'));
