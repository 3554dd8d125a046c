/** Health now, and how it went. */

export type CheckState = 'up' | 'degraded' | 'down' | 'unknown';

export interface CheckRow {
  readonly name: string;
  /** Which probe asks it. */
  readonly kind: 'readiness' | 'startup';
  readonly state: CheckState;
  readonly isCritical: boolean;
  readonly lastCheckedMs: number | null;
  readonly durationMs: number | null;
  readonly message: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  /** Changes since the start, the oldest first, at most 200. */
  readonly changes: readonly CheckChange[];
}

export interface CheckChange {
  readonly atMs: number;
  readonly from: CheckState;
  readonly state: CheckState;
}

/** `GET health` */
export interface HealthAnswer {
  readonly version: 1;
  readonly nowMs: number;
  readonly startedAtMs: number;
  readonly live: { readonly status: string };
  readonly ready: { readonly status: string; readonly because: readonly string[] };
  readonly startup: { readonly status: string; readonly waitingFor: readonly string[] };
  readonly checks: readonly CheckRow[];
}
