/** What series cost to keep and to scrape. The process must be started with `--expose-gc`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Bytes in use after everything unreachable has been collected. */
export function keptBytes(): number {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('started without --expose-gc');
  // What the first leaves to finalizers goes with the second.
  gc();
  gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** How far resident memory rises while `work` runs, in bytes. Linux keeps the high-water mark, also of a blocked process. */
export async function residentRise(work: () => Promise<unknown>): Promise<number> {
  keptBytes();
  // Freed pages go back to the system a little later.
  await delay(100);
  const before = residentBytes('VmRSS');
  writeFileSync('/proc/self/clear_refs', RESET_HIGH_WATER_MARK);
  await work();
  return Math.max(0, residentBytes('VmHWM') - before);
}

const RESET_HIGH_WATER_MARK = '5';

function residentBytes(field: 'VmRSS' | 'VmHWM'): number {
  const kibibytes = new RegExp(`${field}:\\s+(\\d+) kB`).exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error(`the system does not tell ${field}`);
  return Number(kibibytes) * 1024;
}
