/** A profile as it is kept and shown: what was measured, why, when, and what it says at a glance. */
import type { OperationKind } from '../kernel/index.js';

/** Why a profile was taken. */
export type ProfileCause =
  | { readonly type: 'asked' }
  /** A signed header, or the next request of a route. */
  | { readonly type: 'request'; readonly request: string; readonly traceId?: string }
  | { readonly type: 'event_loop_delay'; readonly delayMs: number }
  | { readonly type: 'slo_burn'; readonly slo: string }
  | { readonly type: 'slow_operation'; readonly operation: string; readonly durationMs: number }
  | { readonly type: 'schedule' };

export type Profile = CpuProfile | HeapProfile;
export type ProfileKind = Profile['kind'];

export interface ProfileFacts {
  readonly id: string;
  readonly cause: ProfileCause;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
}

export interface CpuProfile extends ProfileFacts {
  readonly kind: 'cpu';
  readonly samplingIntervalUs: number;
  readonly samples: number;
  /** Time in which the thread did something; shares below are of it. */
  readonly busyMs: number;
  readonly idleMs: number;
  /** Busy time of no operation: the start, timers of libraries, the event loop itself. */
  readonly unattributedMs: number;
  /** At most 50, the hottest first, as are all lists here. */
  readonly hotFunctions: readonly FunctionTime[];
  /** By the request, message, job or run that let the work in; HTTP requests by method and route. */
  readonly routes: readonly OperationTime[];
  /** By the innermost operation. */
  readonly operations: readonly OperationTime[];
  /** Of recorded spans, at most 100. */
  readonly spans: readonly SpanTime[];
  /** Undefined, or from when on samples have no operation since more happened than a profile remembers, in milliseconds after the start. */
  readonly attributedUntilMs: number | undefined;
}

export interface HeapProfile extends ProfileFacts {
  readonly kind: 'heap';
  readonly samplingIntervalBytes: number;
  /** `live`: what is still in use at the end; `allocated`: all of it. */
  readonly counted: 'live' | 'allocated';
  /** Estimated from the samples. */
  readonly bytes: number;
  /** At most 50, the largest first. */
  readonly allocators: readonly FunctionBytes[];
}

/** A function of the application, or a whole package of `node_modules`, or a module of Node's. */
export interface FunctionName {
  readonly name: string;
  /** Relative to the working directory; of the source where the process runs with source maps. Undefined for the engine's own work. */
  readonly file: string | undefined;
  /** From 1, where the function begins; undefined for packages. */
  readonly line: number | undefined;
  readonly isInApp: boolean;
}

export interface FunctionTime extends FunctionName {
  /** In it and the built-ins it calls. */
  readonly selfMs: number;
  /** Of a function of the application: also in the packages and the parts of Node that it called, which have rows of their own. */
  readonly withCalleesMs: number;
  /** Of `withCalleesMs`. */
  readonly share: number;
}

export interface FunctionBytes extends FunctionName {
  readonly selfBytes: number;
  /** As with `FunctionTime`. */
  readonly withCalleesBytes: number;
  /** Of `withCalleesBytes`. */
  readonly share: number;
}

export interface OperationName {
  readonly kind: OperationKind;
  readonly name: string;
}

export interface OperationTime extends OperationName {
  readonly selfMs: number;
  readonly share: number;
}

export interface SpanTime extends OperationTime {
  readonly traceId: string;
  readonly spanId: string;
}

/** What is being measured now. */
export interface RunningProfile {
  readonly id: string;
  readonly kind: ProfileKind | 'heap snapshot';
  readonly cause: ProfileCause;
  readonly startedAt: string;
  /** When it ends by itself at the latest, ISO 8601. */
  readonly endsAt: string;
}
