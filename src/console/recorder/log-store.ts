/**
 * The newest lines of the log, as they were written: redacted already, and neither looked into nor copied before somebody asks. Then
 * each line is read once for what lists and counts need of it.
 */
import type { LogLine } from '../../logging/index.js';
import type { LogLevelName, LogRow, LogsAnswer } from '../shapes/index.js';
import { roughBytesOf } from '../../kernel/index.js';
import { LOG_LEVELS, levelOf, lineOf, logRow } from './log-row.js';
import { NumberedRing } from './numbered-ring.js';

export interface LogStoreOptions {
  readonly maxLogs: number;
  readonly maxBytes: number;
}

export interface LogSelection {
  /** Asked about lines of every level. @default all fit */
  readonly fits?: ((row: LogRow) => boolean) | undefined;
  /** The lowest shown. @default 'trace' */
  readonly level?: LogLevelName;
  readonly traceId?: string | undefined;
  /** Inclusive, as is `toMs`. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  readonly limit: number;
  /** Only older ones are listed; they are counted all the same. */
  readonly beforeSequence?: number | undefined;
}

export type SelectedLogs = Pick<LogsAnswer, 'rows' | 'total' | 'hasMore' | 'countByLevel'>;

/** What is known of a line without making its row. */
interface LineFacts {
  readonly timeMs: number;
  readonly level: LogLevelName;
  readonly traceId: unknown;
}

interface KeptLine {
  readonly written: LogLine | string;
  facts: LineFacts | undefined;
}

export class LogStore {
  private readonly lines: NumberedRing<KeptLine>;
  private readonly countsByTrace = new Map<unknown, number>();
  /** Number of the newest line that has been read. */
  private readUpTo = 0;

  constructor({ maxLogs: maxCount, maxBytes }: LogStoreOptions) {
    this.lines = new NumberedRing({ maxCount, maxBytes }, ({ facts }) => this.uncount(facts));
  }

  /** Of the newest line. */
  get sequence(): number {
    return this.lines.last;
  }

  get size(): number {
    return this.lines.size;
  }

  get usedBytes(): number {
    return this.lines.usedBytes;
  }

  /** Lines that had to make room. */
  get evicted(): number {
    return this.lines.evicted;
  }

  /** @param written the object that was written, or its JSON text; it is kept as it is */
  take(written: LogLine | string): void {
    this.lines.push({ written, facts: undefined }, bytesOf(written));
  }

  /** The newest first, with what there is of each level. */
  rows(selection: LogSelection): SelectedLogs {
    const { limit, beforeSequence = Infinity, level = 'trace' } = selection;
    const countByLevel = noneOfEach();
    const rows: LogRow[] = [];
    let total = 0;
    let left = 0;
    for (const [sequence, line] of this.fitting(selection)) {
      countByLevel[line.facts!.level]++;
      if (!isAtLeast(line.facts!.level, level)) continue;
      total++;
      if (sequence >= beforeSequence) continue;
      if (rows.length < limit) rows.push(logRow(sequence, line.written));
      else left++;
    }
    return { rows, total, hasMore: left > 0, countByLevel };
  }

  /** What came after a line, the oldest first; beyond `limit` the newest of it. What had to make room is omitted as well. */
  since(sequence: number, limit: number): { readonly rows: readonly LogRow[]; readonly omitted: number } {
    const from = Math.max(sequence, this.sequence - limit);
    const rows = [...this.lines.after(from)].map(([number, { written }]) => logRow(number, written));
    return { rows, omitted: this.sequence - sequence - rows.length };
  }

  /** The oldest first. */
  byTrace(traceId: string): readonly LogRow[] {
    this.read();
    const lines = [...this.lines.after(0)].filter(([, { facts }]) => facts!.traceId === traceId);
    return lines.map(([sequence, { written }]) => logRow(sequence, written));
  }

  countByTrace(traceId: string): number {
    this.read();
    return this.countsByTrace.get(traceId) ?? 0;
  }

  clear(): void {
    this.lines.clear();
    this.countsByTrace.clear();
  }

  /** The newest first. */
  private *fitting({ fits, traceId, fromMs = -Infinity, toMs = Infinity }: LogSelection): Generator<NumberedLine> {
    this.read();
    for (const [sequence, line] of this.lines.before()) {
      const { facts, written } = line;
      if (traceId !== undefined && facts!.traceId !== traceId) continue;
      if (facts!.timeMs < fromMs || facts!.timeMs > toMs) continue;
      if (fits === undefined || fits(logRow(sequence, written))) yield [sequence, line];
    }
  }

  /** What has come since the last time. */
  private read(): void {
    for (const [, line] of this.lines.after(this.readUpTo)) {
      line.facts = factsOf(line.written);
      this.count(line.facts.traceId, 1);
    }
    this.readUpTo = this.lines.last;
  }

  private uncount(facts: LineFacts | undefined): void {
    if (facts !== undefined) this.count(facts.traceId, -1);
  }

  private count(traceId: unknown, change: 1 | -1): void {
    if (traceId === undefined) return;
    const count = (this.countsByTrace.get(traceId) ?? 0) + change;
    if (count === 0) this.countsByTrace.delete(traceId);
    else this.countsByTrace.set(traceId, count);
  }
}

type NumberedLine = readonly [sequence: number, line: KeptLine];

function factsOf(written: LogLine | string): LineFacts {
  const { timestamp, level, trace_id: traceId } = lineOf(written);
  return { timeMs: Date.parse(String(timestamp)), level: levelOf(level), traceId };
}

function isAtLeast(level: LogLevelName, lowest: LogLevelName): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(lowest);
}

function noneOfEach(): Record<LogLevelName, number> {
  return { trace: 0, debug: 0, info: 0, warn: 0, error: 0, fatal: 0 };
}

/** Of what stands around a line, and of what is known of it once it has been read. */
const LINE_BYTES = 200;

function bytesOf(written: LogLine | string): number {
  if (typeof written !== 'string') return LINE_BYTES + roughBytesOf(written);
  // Asking for a character makes V8 join the pieces that the text was put together from; they take three times the room.
  written.charCodeAt(0);
  return LINE_BYTES + written.length;
}
