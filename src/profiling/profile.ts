/** A profile as it is kept and shown: what was measured, why, when, and what it says at a glance. */
import type { OperationKind } from '../kernel/index.js';

/**
 * Why a profile was taken.
 *
 * @example
 * ```ts
 * const why = (cause: ProfileCause): string => (cause.type === 'slo_burn' ? `the objective ${cause.slo} burned` : cause.type);
 * ```
 */
export type ProfileCause =
  | { readonly type: 'asked' }
  /** A signed header, or the next request of a route. */
  | { readonly type: 'request'; readonly request: string; readonly traceId?: string }
  | { readonly type: 'event_loop_delay'; readonly delayMs: number }
  | { readonly type: 'slo_burn'; readonly slo: string }
  | { readonly type: 'slow_operation'; readonly operation: string; readonly durationMs: number }
  | { readonly type: 'schedule' };

/**
 * A profile that was taken, of the CPU or the heap.
 *
 * @example
 * ```ts
 * const durations = app.get(ProfilingService).list().map(({ kind, durationMs }: Profile) => `${kind}: ${durationMs} ms`);
 * ```
 */
export type Profile = CpuProfile | HeapProfile;
/**
 * What a profile is of.
 *
 * @example
 * ```ts
 * const kind: ProfileKind = 'cpu';
 *
 * const { done } = app.get(ProfilingService).begin(kind, { durationMs: 10_000 });
 * ```
 */
export type ProfileKind = Profile['kind'];

/**
 * What is known of every profile: its id, why and when it was taken, and how long it took.
 *
 * @example
 * ```ts
 * const line = ({ id, cause, startedAt }: ProfileFacts): string => `${startedAt} ${id} (${cause.type})`;
 * ```
 */
export interface ProfileFacts {
  readonly id: string;
  readonly cause: ProfileCause;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
}

/**
 * Where the time went: functions, routes, operations and spans, the hottest first.
 *
 * @example
 * ```ts
 * const headline = ({ busyMs, hotFunctions: [hottest] }: CpuProfile): string => `${busyMs} ms, most in ${hottest?.name}`;
 *
 * headline(await app.get(ProfilingService).nextRequest('GET /orders/:id'));
 * ```
 */
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

/**
 * What was allocated, and by whom, the largest first.
 *
 * @example
 * ```ts
 * const { allocators }: HeapProfile = await app.get(ProfilingService).heap();
 *
 * console.table(allocators.slice(0, 10));
 * ```
 */
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

/**
 * A function of the application, or a whole package of `node_modules`, or a module of Node's.
 *
 * @example
 * ```ts
 * const place = ({ name, file = 'native', line = 0 }: FunctionName): string => `${name} (${file}:${line})`;
 * ```
 */
export interface FunctionName {
  readonly name: string;
  /** Relative to the working directory; of the source where the process runs with source maps. Undefined for the engine's own work. */
  readonly file: string | undefined;
  /** From 1, where the function begins; undefined for packages. */
  readonly line: number | undefined;
  readonly isInApp: boolean;
}

/**
 * How long a function ran.
 *
 * @example
 * ```ts
 * const isHot = ({ isInApp, share }: FunctionTime): boolean => isInApp && share > 0.1;
 * ```
 */
export interface FunctionTime extends FunctionName {
  /** In it and the built-ins it calls. */
  readonly selfMs: number;
  /** Of a function of the application: also in the packages and the parts of Node that it called, which have rows of their own. */
  readonly withCalleesMs: number;
  /** Of `withCalleesMs`. */
  readonly share: number;
}

/**
 * What a function has allocated.
 *
 * @example
 * ```ts
 * const megabytes = ({ withCalleesBytes }: FunctionBytes): number => withCalleesBytes / 1_048_576;
 * ```
 */
export interface FunctionBytes extends FunctionName {
  readonly selfBytes: number;
  /** As with `FunctionTime`. */
  readonly withCalleesBytes: number;
  /** Of `withCalleesBytes`. */
  readonly share: number;
}

/**
 * An operation in a profile, by kind and name.
 *
 * @example
 * ```ts
 * const label = ({ kind, name }: OperationName): string => `${kind} ${name}`;
 * ```
 */
export interface OperationName {
  readonly kind: OperationKind;
  readonly name: string;
}

/**
 * How much of the busy time fell to operations of one name.
 *
 * @example
 * ```ts
 * const busiest = (routes: readonly OperationTime[]): string | undefined => routes[0]?.name;
 * ```
 */
export interface OperationTime extends OperationName {
  readonly selfMs: number;
  readonly share: number;
}

/**
 * How much of the busy time fell to one span.
 *
 * @example
 * ```ts
 * const traceOf = ({ traceId, selfMs }: SpanTime): string => `${traceId}: ${selfMs} ms`;
 * ```
 */
export interface SpanTime extends OperationTime {
  readonly traceId: string;
  readonly spanId: string;
}

/**
 * What is being measured now.
 *
 * @example
 * ```ts
 * const running: RunningProfile | undefined = app.get(ProfilingService).running();
 *
 * console.log(running ? `ends at ${running.endsAt}` : 'nothing is measured');
 * ```
 */
export interface RunningProfile {
  readonly id: string;
  readonly kind: ProfileKind | 'heap snapshot';
  readonly cause: ProfileCause;
  readonly startedAt: string;
  /** When it ends by itself at the latest, ISO 8601. */
  readonly endsAt: string;
}
