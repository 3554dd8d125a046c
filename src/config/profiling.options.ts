/** Types of the options of profiles. */

export interface ProfilingOptions {
  /**
   * Profiles may be taken. Nothing is loaded while it is off, and nothing runs until a profile is taken.
   *
   * @default true in development, with the console
   * @env OBSERVABILITY_PROFILING_ENABLED
   */
  enabled?: boolean;
  /** Time between two samples of a CPU profile, in microseconds. Shorter is finer and costs more. @default 1000 */
  samplingIntervalUs?: number;
  /** The longest that a profile may be asked for, in milliseconds; a profile of a request ends then, too. @default 30000 */
  maxDurationMs?: number;
  /** Profiles that are kept, at most; the oldest makes room for the newest. @default 20 */
  maxProfiles?: number;
  /** Memory that kept profiles take together, at most, compressed, in bytes. @default 33554432 */
  maxBytes?: number;
  /**
   * Who knows it may have a single request profiled by a signed header, see `signProfileRequest`.
   * @env OBSERVABILITY_PROFILING_REQUEST_SECRET
   */
  requestSecret?: string;
  /** Trouble that begins a profile by itself. */
  triggers?: ProfilingTriggersOptions;
  /** A profile again and again, at a low rate. */
  continuous?: ContinuousProfilingOptions;
  /** Let `ProfilingService.heapSnapshot()` write files. They hold every secret of the process. @default false */
  heapSnapshots?: boolean;
  /** Where these files go. @default the system's folder for temporary files @env OBSERVABILITY_PROFILING_HEAP_SNAPSHOT_FOLDER */
  heapSnapshotFolder?: string;
  /** The largest that such a file may be, in bytes. @default 2147483648 */
  maxHeapSnapshotBytes?: number;
}

/** What takes a profile by itself. */
export interface ProfilingTriggersOptions {
  /** Event-loop delay above which the process is profiled, in milliseconds; 0 is never. @default 0 */
  eventLoopDelayMs?: number;
  /** When a page alert of an objective begins to burn. @default false */
  sloBurn?: boolean;
  /** When an operation was slower than `http.slowMs`. @default false */
  slowOperations?: boolean;
  /** How long such a profile runs, in milliseconds. @default 5000 */
  durationMs?: number;
  /** Time after one in which no other is begun, in milliseconds. @default 600000 */
  cooldownMs?: number;
}

/** A short, coarse profile at regular times. */
export interface ContinuousProfilingOptions {
  /** @default false */
  enabled?: boolean;
  /** From the beginning of one profile to that of the next, in milliseconds. @default 60000 */
  intervalMs?: number;
  /** How long each runs, in milliseconds. @default 10000 */
  durationMs?: number;
  /** Time between two samples, in microseconds. @default 10000 */
  samplingIntervalUs?: number;
}
