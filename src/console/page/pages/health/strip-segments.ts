/** A check's history as pieces of a strip: from the start of the process until now, each as long as its state lasted. */
import type { CheckChange, CheckState } from '../../../shapes/index.js';

export interface StripSegment {
  readonly state: CheckState;
  readonly fromMs: number;
  readonly toMs: number;
  /** Of the whole strip. */
  readonly start: number;
  readonly size: number;
}

export interface StripHistory {
  readonly state: CheckState;
  readonly changes: readonly CheckChange[];
}

export function stripSegments({ state, changes }: StripHistory, startedAtMs: number, nowMs: number): StripSegment[] {
  const wholeMs = Math.max(1, nowMs - startedAtMs);
  const states = [changes[0]?.from ?? state, ...changes.map((change) => change.state)];
  const bounds = [startedAtMs, ...changes.map(({ atMs }) => atMs), nowMs].map((timeMs) =>
    Math.min(nowMs, Math.max(startedAtMs, timeMs)),
  );
  return states.map((one, at) => {
    const [fromMs, toMs] = [bounds[at]!, bounds[at + 1]!];
    return { state: one, fromMs, toMs, start: (fromMs - startedAtMs) / wholeMs, size: (toMs - fromMs) / wholeMs };
  });
}

/** Of the time in which anything was known; null where nothing was. */
export function shareUp(segments: readonly StripSegment[]): number | null {
  const known = segments.filter(({ state }) => state !== 'unknown');
  const sizeOf = (some: readonly StripSegment[]): number => some.reduce((total, { size }) => total + size, 0);
  const whole = sizeOf(known);
  return whole === 0 ? null : sizeOf(known.filter(({ state }) => state === 'up')) / whole;
}
