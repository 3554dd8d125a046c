/** Profiles: a list, and one as what a flame graph is drawn from. */

export interface ProfileRow {
  readonly id: string;
  readonly kind: 'cpu' | 'heap';
  readonly cause: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** The hottest function, or the largest allocator. */
  readonly headline: string;
  readonly busyMs: number | null;
  readonly bytes: number | null;
}

/** `GET profiles`; `POST profiles { action: 'start', kind, durationMs } | { action: 'stop' } | { action: 'remove', id }` answers the same. */
export interface ProfilesAnswer {
  readonly version: 1;
  readonly running: {
    readonly id: string;
    readonly kind: string;
    readonly startedAtMs: number;
    readonly endsAtMs: number;
  } | null;
  readonly profiles: readonly ProfileRow[];
}

/** `GET profile?id=`; `GET profile-file?id&format=v8|pprof|collapsed` is the file. */
export interface ProfileAnswer {
  readonly version: 1;
  readonly profile: ProfileRow;
  /** Where the application runs: files of its own are relative to it. */
  readonly folder: string;
  readonly frames: readonly ProfileFrame[];
  /** The call tree: parents come before children; the first one is the root. */
  readonly nodes: {
    /** Index into `frames`. */
    readonly frame: readonly number[];
    /** Index into `nodes`; -1 for the root. */
    readonly parent: readonly number[];
    /** Microseconds, or bytes, in the node itself. */
    readonly self: readonly number[];
  };
  /** CPU only: in the order of time. Index into `nodes`, and how long it lasted in microseconds. */
  readonly samples: {
    readonly node: readonly number[];
    readonly durationUs: readonly number[];
    readonly span: readonly number[];
  } | null;
  /** Operations that ran, which `samples.span` points to; -1 for none. */
  readonly spans: readonly {
    readonly name: string;
    readonly kind: string;
    readonly route: string | null;
    readonly traceId: string | null;
    readonly spanId: string | null;
    readonly selfMs: number;
  }[];
}

export interface ProfileFrame {
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly isInApp: boolean;
}
