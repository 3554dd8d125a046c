/** What the console sees of an application. */
import type { Capture } from '../capture/index.js';
import type { HealthRegistry, ReadinessState } from '../health/index.js';
import type { SourceLines } from '../kernel/index.js';
import type { Profiling } from '../profiling/index.js';
import type { Objectives } from '../slo/index.js';
import type { Sampling } from '../tracing/index.js';
import type { ObjectiveRule } from './api/objectives.js';
import type { ApplicationReader } from './application-reader.js';
import type { RecorderSurroundings } from './recorder/recorder.js';

/** Rooms that are off are undefined, and so is what the page could show of them. */
export interface ConsoleSurroundings extends RecorderSurroundings {
  /** Of the application's own code. */
  readonly source: SourceLines;
  readonly health: HealthRegistry;
  readonly readiness: ReadinessState;
  readonly sampling: Sampling | undefined;
  readonly objectives: Objectives | undefined;
  readonly profiling: Profiling | undefined;
  readonly capture: Capture | undefined;
  readonly application: ApplicationReader;
  readonly ruleOf: ObjectiveRule;
  readonly print: PrintLink;
}

/**
 * Writes a line of the application's log, whatever its levels.
 * @param secretEnding stands in what is written, after the message, and nowhere that takes lines along: neither in what is exported
 * nor in what the console shows
 */
export type PrintLink = (message: string, secretEnding: string) => void;
