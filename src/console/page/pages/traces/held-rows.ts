/**
 * Rows that do not move under one's eyes: while they are held, what is shown stays where it is and is only brought up to date, and what
 * is new is counted.
 */
import type { TraceRow } from '../../../shapes/index.js';

export interface HeldRows {
  readonly rows: readonly TraceRow[];
  /** Answered, and not shown yet. */
  readonly newCount: number;
}

export function heldRows(shown: readonly TraceRow[], answered: readonly TraceRow[]): HeldRows {
  const byId = new Map(answered.map((row) => [row.traceId, row]));
  const shownIds = new Set(shown.map(({ traceId }) => traceId));
  return {
    rows: shown.map((row) => byId.get(row.traceId) ?? row),
    newCount: answered.filter(({ traceId }) => !shownIds.has(traceId)).length,
  };
}
