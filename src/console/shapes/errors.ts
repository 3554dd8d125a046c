/** Errors, grouped by what is the same about them. */
import type { SourcePlace } from './logs.js';

export interface ErrorGroup {
  readonly fingerprint: string;
  readonly type: string;
  readonly message: string;
  readonly count: number;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** The busiest first, at most 20. */
  readonly routes: readonly { readonly name: string; readonly count: number }[];
  /** The newest sample that is still in memory. */
  readonly traceId: string | null;
  /** The application's own frame that it came from. */
  readonly source: SourcePlace | null;
  /** Occurrences per minute, the oldest first, the last 60. */
  readonly perMinute: readonly number[];
}

export interface ErrorFrame {
  readonly text: string;
  readonly place: SourcePlace | null;
  readonly isInApp: boolean;
  /** Of the application's own code, as configured by `errors.sourceLines`. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

/** `GET errors?q` */
export interface ErrorsAnswer {
  readonly version: 1;
  /** Last seen first. */
  readonly groups: readonly ErrorGroup[];
}

/** `GET error?fingerprint=` */
export interface ErrorAnswer {
  readonly version: 1;
  readonly group: ErrorGroup;
  readonly stack: readonly ErrorFrame[];
  /** The newest first, at most 20. */
  readonly samples: readonly {
    readonly timeMs: number;
    readonly operation: string;
    readonly message: string;
    readonly traceId: string | null;
    readonly requestId: string | null;
  }[];
}
