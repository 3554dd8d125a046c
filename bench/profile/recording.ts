/** What the profiled server is asked, and what it answers. */
import type { Profiler } from 'node:inspector';

export type Platform = 'express' | 'fastify';
export type ProfileCommand = 'account' | 'start' | 'read';
export type ProfileNode = Profiler.ProfileNode;

/** What the server has done since it started. */
export interface Account {
  readonly requests: number;
  readonly calls: number;
  readonly spansExported: number;
  /** Ended and not yet exported. */
  readonly spansWaiting: number;
  readonly cpuMicros: number;
}

export interface Recording extends Account {
  /** The call tree since `start`; each node knows how often it was the innermost. */
  readonly nodes: readonly ProfileNode[];
}
