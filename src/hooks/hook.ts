/** A listener of the application's with what it wants to hear: a filter of its own, and a share of all traces. */
import {
  ObservabilityError,
  telemetryEventNames,
  type Diagnostics,
  type Problem,
  type TelemetryBus,
  type TelemetryEventName,
  type TelemetryEvents,
  type TelemetryIds,
  type TelemetryListener,
} from '../kernel/index.js';

/**
 * Which events a listener hears.
 *
 * @example
 * ```ts
 * const failedOnes: HookOptions<'operation.end'> = {
 *   filter: ({ operation }) => operation.outcome === 'error',
 *   sampleRatio: 0.1,
 * };
 *
 * app.get(ObservabilityService).on('operation.end', ({ operation }) => console.log(operation.name), failedOnes);
 * ```
 */
export interface HookOptions<E extends TelemetryEventName = TelemetryEventName> {
  /** Which of the events are told; called like the listener, after the work. One that throws tells nothing and is counted. */
  readonly filter?: (event: TelemetryEvents[E]) => boolean;
  /** Share of traces whose events are told, 0 to 1: of a trace all or none, and where there is none of a request. @default 1 */
  readonly sampleRatio?: number;
}

/** A hook together with its options, wherever it was declared. */
export interface Hook<E extends TelemetryEventName = TelemetryEventName> {
  readonly event: E;
  readonly listener: TelemetryListener<E>;
  readonly options: HookOptions<E>;
}

/**
 * Returns the unsubscribe.
 * @throws ObservabilityError OBS_ERR_OPTION_INVALID for an unknown event or a ratio that is none
 */
export function subscribe<E extends TelemetryEventName>(
  bus: TelemetryBus,
  diagnostics: Diagnostics,
  { event, listener, options }: Hook<E>,
): () => void {
  const problem = problemOf(event, options);
  if (problem !== undefined) throw ObservabilityError.of(problem);
  const { filter, sampleRatio = 1 } = options;
  return bus.on(
    event,
    filter === undefined ? listener : filtered(event, listener, filter, diagnostics),
    sampleRatio >= 1 ? undefined : (payload) => isInSample(payload as TelemetryIds, sampleRatio),
  );
}

export function problemOf(event: string, { sampleRatio = 1 }: HookOptions<never>): Problem | undefined {
  if (!telemetryEventNames.includes(event as TelemetryEventName)) {
    const fix = `use one of ${telemetryEventNames.join(', ')}`;
    return { code: 'OBS_ERR_OPTION_INVALID', fact: 'A hook listens to a telemetry event', got: `"${event}"`, fix };
  }
  if (typeof sampleRatio === 'number' && sampleRatio >= 0 && sampleRatio <= 1) return undefined;
  return {
    code: 'OBS_ERR_OPTION_INVALID',
    fact: `sampleRatio of a hook to ${event} must be a number from 0 to 1`,
    got: String(sampleRatio),
    fix: 'write e.g. 0.1 for a tenth of all traces',
  };
}

function filtered<E extends TelemetryEventName>(
  event: E,
  listener: TelemetryListener<E>,
  filter: NonNullable<HookOptions<E>['filter']>,
  diagnostics: Diagnostics,
): TelemetryListener<E> {
  return (payload, moment) => {
    const isWanted = diagnostics.safely('hook', `${event} filter`, () => filter(payload), false);
    return isWanted === true ? listener(payload, moment) : undefined;
  };
}

/** By ids: of a trace, or of the work of a request, all or none. Without any, by chance. */
export /** Whether a hook with this ratio is told: of a trace all or nothing, and where there is none of a request. */
function isInSample({ traceId, correlationId, requestId }: TelemetryIds, ratio: number): boolean {
  if (traceId !== undefined) return shareOfTrace(traceId) < ratio;
  const id = correlationId ?? requestId;
  return (id === undefined ? Math.random() : shareOfText(id)) < ratio;
}

/** The 52 random bits at the end of a trace id, as a number from 0 to 1: the same draw that sampling takes. */
function shareOfTrace(traceId: string): number {
  return Number.parseInt(traceId.slice(-13), 16) / 2 ** 52;
}

/** FNV-1a, then spread: ids that are counted up differ in their last characters only. */
function shareOfText(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
