/** Reads what a process writes to its standard output, and counts the lines. */
import { setImmediate, setTimeout } from 'node:timers/promises';

const NEWLINE = 10;
const QUIET_MS = 5;

export class LineCounter {
  lines = 0;

  readonly read = (chunk: Buffer): void => {
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) this.lines++;
  };

  /** The count once nothing more arrives: a process may have answered before its last lines were read. */
  async settled(): Promise<number> {
    for (;;) {
      const before = this.lines;
      await setTimeout(QUIET_MS);
      // A timer that is late fires before pipes are read, an immediate after.
      await setImmediate();
      if (this.lines === before) return before;
    }
  }
}
