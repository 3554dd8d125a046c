/** Writes our own families. While one is written series may come and go: those there at its beginning count. */
import type { MetricFamily } from './metric-family.js';
import type { SampleWriters } from './sample-writers.js';
import { isPiece } from './text-pieces.js';

/** Head and samples in pieces. Series that were idle for too long are removed instead of written. */
export function* ownText(family: MetricFamily, writers: SampleWriters, nowMs: number): Iterable<string> {
  const { hasIdleTimeout } = family;
  let text = writers.head(family);
  for (const table of family.seriesTables()) {
    // Writers are objects that stay, see `sample-writers.ts`: what is compiled for them stays too.
    const writer = writers.of(family, table);
    const cells = table.leaves;
    for (let count = 0; count < cells.length;) {
      const cell = cells[count++]!;
      if (hasIdleTimeout) family.removeIfIdle(cell, nowMs);
      if (!cell.isRemoved) text = writer.append(text, cell);
      if (!isPiece(text, count)) continue;
      yield text;
      text = '';
    }
  }
  yield `${text}\n`;
}
