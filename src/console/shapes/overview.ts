/** How the application is, on one page. */
import type { ErrorGroup } from './errors.js';
import type { ObjectiveRow } from './objectives.js';
import type { TraceRow } from './traces.js';

/** `GET overview` */
export interface OverviewAnswer {
  readonly version: 1;
  readonly nowMs: number;
  readonly health: {
    readonly status: 'ok' | 'degraded' | 'down' | 'starting' | 'draining';
    readonly failing: readonly string[];
  };
  /** The last minutes; every list has one value a time, null where nothing is known. */
  readonly history: {
    readonly timesMs: readonly number[];
    readonly requestsPerSecond: readonly (number | null)[];
    readonly errorRatio: readonly (number | null)[];
    readonly p50Ms: readonly (number | null)[];
    readonly p95Ms: readonly (number | null)[];
    readonly p99Ms: readonly (number | null)[];
    readonly eventLoopDelayMs: readonly (number | null)[];
    readonly heapBytes: readonly (number | null)[];
    readonly residentBytes: readonly (number | null)[];
  };
  /** By their 95th percentile in the last five minutes. */
  readonly slowestRoutes: readonly RouteFigures[];
  readonly failingRoutes: readonly RouteFigures[];
  readonly latestErrors: readonly ErrorGroup[];
  readonly slowestTraces: readonly TraceRow[];
  readonly objectives: readonly ObjectiveRow[];
  readonly recorder: RecorderState;
}

export interface RouteFigures {
  readonly method: string;
  readonly route: string;
  readonly requestsPerSecond: number;
  readonly errorRatio: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

/** `GET recorder`; `POST recorder { action: 'clear' }` answers the same. */
export interface RecorderAnswer {
  readonly version: 1;
  readonly recorder: RecorderState;
}

export interface RecorderState {
  /** False once it has switched itself off after repeated faults. */
  readonly isRecording: boolean;
  readonly offBecause: string | null;
  readonly usedBytes: number;
  readonly maxBytes: number;
  readonly traces: number;
  readonly spans: number;
  readonly logs: number;
  readonly series: number;
  readonly evictedTraces: number;
  /** Under load, while nobody looked: an even share was kept. */
  readonly passedOverTraces: number;
  readonly evictedLogs: number;
  readonly evictedErrorGroups: number;
  readonly droppedSpans: number;
  readonly viewers: number;
}
