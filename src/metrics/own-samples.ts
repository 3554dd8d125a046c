/** Writes our own families. While one is written series may come and go: those there at its beginning count. */
import type { Cell } from './cells.js';
import type { MetricFamily } from './metric-family.js';
import type { SampleWriter, SampleWriters } from './sample-writers.js';
import { isPiece } from './text-pieces.js';

/** Head and samples in pieces. Series that were idle for too long are removed instead of written. */
export function* ownText(
  family: MetricFamily,
  writers: SampleWriters,
  nowMs: number,
): Iterable<string> {
  yield writers.head(family);
  for (const table of family.seriesTables()) yield* samplesText(family, table.leaves, writers.of(family, table), nowMs);
  yield '\n';
}

// Its writers are objects that stay, see `sample-writers.ts`: what is compiled for them stays too.
function* samplesText(
  family: MetricFamily,
  cells: readonly Cell[],
  writer: SampleWriter,
  nowMs: number,
): Iterable<string> {
  const { hasIdleTimeout } = family;
  let text = '';
  for (let count = 0; count < cells.length;) {
    const cell = cells[count++]!;
    if (hasIdleTimeout) family.removeIfIdle(cell, nowMs);
    if (!cell.isRemoved) text = writer.append(text, cell);
    if (!isPiece(text, count)) continue;
    yield text;
    text = '';
  }
  yield text;
}
