/** Who looks at what: the first answer a page asks for. */
import type { PageEntry } from './page.js';

/** `GET session`, and the answer of `POST session { token }`. */
export interface SessionAnswer {
  readonly version: 1;
  /** Changes with every start of the process: what was shown before is then gone. */
  readonly processId: string;
  readonly startedAtMs: number;
  readonly service: { readonly name: string; readonly version: string; readonly environment: string };
  /** Whether this caller may change anything (`console.changes`). */
  readonly mayChange: boolean;
  /** `{file}`, `{line}` and `{column}` stand for themselves; null outside development. */
  readonly editorUrl: string | null;
  readonly pages: readonly PageEntry[];
  readonly limits: RecorderLimits;
}

export interface RecorderLimits {
  readonly maxBytes: number;
  readonly maxTraces: number;
  readonly maxSpansPerTrace: number;
  readonly maxLogs: number;
  readonly maxSeries: number;
  readonly maxPoints: number;
  readonly pointIntervalMs: number;
  readonly slowMs: number;
}

/** Of every answer that is no success. */
export interface ProblemAnswer {
  readonly version: 1;
  readonly error: { readonly code: string; readonly fact: string; readonly got?: string; readonly fix: string };
}
