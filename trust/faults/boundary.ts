/** A place where code that is not ours is called: how a fault gets there, how it is reached, and how it must be counted. */
import type { DynamicModule, Provider, Type } from '@nestjs/common';
import type { ObservabilityOptions } from 'nestjs-observability';
import type { FaultKind } from './fault.js';
import type { Subject } from './subject/subject.js';

/** Fits every option: what it gives is garbage at times. */
export type Callback = (...given: unknown[]) => never;

/** What a boundary adds to the application. */
export interface Installed {
  readonly observability?: ObservabilityOptions;
  readonly imports?: readonly DynamicModule[];
  readonly controllers?: readonly Type[];
  readonly providers?: readonly Provider[];
}

export interface Boundary {
  readonly name: string;
  /** The members of public types that it stands for, such as `CaptureRule.match`: a callback that nobody tries is a finding. */
  readonly covers: readonly string[];
  /** What the callback does as long as nothing is wrong with it. */
  readonly healthy: (...given: unknown[]) => unknown;
  readonly install: (callback: Callback) => Installed;
  /** What has to be there once the application runs, such as a listener. */
  readonly started?: (subject: Subject, callback: Callback) => void;
  /** Beside the requests that every trial makes; those of its answers that it returns must be as they are without the fault. */
  readonly exercise?: (subject: Subject, callback: Callback) => Promise<unknown>;
  /** As what a fault is counted: `handler/phase`, or `signal/reason` of what is dropped. */
  readonly counted: RegExp;
  /** Faults of these kinds are faults here, and counted at once. */
  readonly countedKinds: readonly FaultKind[];
}

/** Of a callback whose value is wanted at once. */
export const OF_A_VALUE: readonly FaultKind[] = ['throws', 'rejects', 'hangs', 'slow'];
/** Of a callback that may take its time. */
export const OF_A_PROMISE: readonly FaultKind[] = ['throws', 'rejects'];
