/** Lines of the log, as they were written. */

export type LogLevelName = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export interface LogRow {
  /** Rises by one with every line kept; a step in it is a gap. */
  readonly sequence: number;
  readonly timeMs: number;
  readonly level: LogLevelName;
  /** Nest's context: usually a class. */
  readonly target: string;
  readonly message: string;
  readonly traceId: string | null;
  readonly spanId: string | null;
  readonly requestId: string | null;
  /** All other fields of the line, redacted as they were written; long ones are cut. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of errors, or of the call where the log says it; in development it opens the editor. */
  readonly source: SourcePlace | null;
}

export interface SourcePlace {
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `GET logs?q&level&traceId&fromMs&toMs&limit&beforeSequence`; `level` is the lowest shown. */
export interface LogsAnswer {
  readonly version: 1;
  /** The newest first. */
  readonly rows: readonly LogRow[];
  readonly total: number;
  readonly hasMore: boolean;
  /** Of all kept lines that fit but for their level. */
  readonly countByLevel: Readonly<Record<LogLevelName, number>>;
  /** Lines that had to make room since the start. */
  readonly evicted: number;
  readonly problems: readonly { readonly text: string; readonly fact: string }[];
}
