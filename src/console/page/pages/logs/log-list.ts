/**
 * The lines on the page, put together from one answer after the other: what is new comes in above, what was asked for goes on below,
 * and where an answer does not reach down to what is known there is a gap, which can be filled.
 */
import type { LogRow, LogsAnswer } from '../../../shapes/index.js';

export interface LogList {
  /** The newest first. */
  readonly rows: readonly LogRow[];
  /** Below these lines, by their number, others may be missing. */
  readonly gaps: ReadonlySet<number>;
}

export type LogEntry =
  { readonly type: 'line'; readonly row: LogRow } | { readonly type: 'gap'; readonly below: number };

type Answer = Pick<LogsAnswer, 'rows' | 'hasMore'>;

export const noLines: LogList = { rows: [], gaps: new Set() };

/** What is read by nobody is given up first: the oldest. */
const maxRows = 2_000;

/** @param answer the newest lines */
export function withNewest(list: LogList, { rows, hasMore }: Answer): LogList {
  const newest = list.rows[0]?.sequence ?? -1;
  const added = rows.filter(({ sequence }) => sequence > newest);
  const last = added.at(-1);
  if (last === undefined) return list;
  const isJoined = added.length < rows.length || !hasMore;
  return bounded([...added, ...list.rows], isJoined ? list.gaps : new Set([...list.gaps, last.sequence]));
}

/** @param answer the lines before `below`, the newest first */
export function withOlder(list: LogList, below: number, { rows, hasMore }: Answer): LogList {
  const known = list.rows.filter(({ sequence }) => sequence < below);
  const next = known[0]?.sequence ?? -1;
  const added = rows.filter(({ sequence }) => sequence > next);
  const gaps = new Set([...list.gaps].filter((sequence) => sequence !== below));
  const isJoined = added.length < rows.length || !hasMore;
  if (!isJoined && known.length > 0) gaps.add(added.at(-1)!.sequence);
  const above = list.rows.filter(({ sequence }) => sequence >= below);
  return bounded([...above, ...added, ...known], gaps);
}

export function entriesOf({ rows, gaps }: LogList): readonly LogEntry[] {
  return rows.flatMap((row) => {
    const line: LogEntry = { type: 'line', row };
    return gaps.has(row.sequence) ? [line, { type: 'gap', below: row.sequence }] : [line];
  });
}

export function keyOf(entry: LogEntry): string {
  return entry.type === 'line' ? String(entry.row.sequence) : `gap-${entry.below}`;
}

function bounded(all: readonly LogRow[], gaps: ReadonlySet<number>): LogList {
  const rows = all.slice(0, maxRows);
  const oldest = rows.at(-1)?.sequence ?? 0;
  // Below the last line there is the rest, which is asked for by scrolling.
  return { rows, gaps: new Set([...gaps].filter((sequence) => sequence > oldest)) };
}
