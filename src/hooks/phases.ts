/**
 * Parts of some work that its author has named: each is a span below the work's, a duration in its log line, and an event. Outside
 * any work a phase is nothing but the call.
 */
import {
  currentOperation,
  entryOf,
  settle,
  Slot,
  type Operation,
  type OperationEnd,
  type OperationPipeline,
  type Settlement,
} from '../kernel/index.js';

/**
 * Ends a phase, once, and returns how long it took, in milliseconds.
 *
 * @example
 * ```ts
 * const endRender: EndPhase = app.get(ObservabilityService).startPhase('render');
 *
 * const html = await page.render();
 * endRender();
 * ```
 */
export type EndPhase = () => number;

/** By name, in milliseconds; phases of one name add up. */
export type PhaseDurations = Readonly<Record<string, number>>;

/** Of one request, message or job; a loop that makes more is told about it by a count. */
const MAX_PHASES = 128;
const MAX_NAME_LENGTH = 128;
const UNREADABLE_NAME = '_OTHER';

/** Runs `work` as a phase of the current operation; it lasts until what `work` returns is over. Returns or throws what `work` does. */
export function inPhase<T>(name: string, work: () => T): T {
  const phase = beginPhase(name);
  if (phase === undefined) return work();
  const { operation, pipeline } = phase;
  const settlement: Settlement = {
    context: pipeline.needsContext('phase') ? operation.context : undefined,
    settled: (outcome, error) => phase.end({ outcome, error }),
  };
  return settle(() => pipeline.runIn(operation, work), settlement, work);
}

/** Begins a phase of the current operation that is not one call; it never becomes the current operation itself. */
export function startPhase(name: string): EndPhase {
  const phase = beginPhase(name);
  return () => phase?.end({ outcome: 'ok' }) ?? 0;
}

/** Those of a request, message or job so far; undefined where there is none. */
export function phaseDurationsOf(entry: Operation): PhaseDurations | undefined {
  return phases.get(entry)?.durations;
}

/** What is kept on the operation that let the work in. */
interface Phases {
  begun: number;
  durations: Record<string, number> | undefined;
}

const phases = new Slot<Phases>();

function beginPhase(name: string): Phase | undefined {
  const around = currentOperation();
  if (around === undefined) return undefined;
  const entry = entryOf(around);
  const known = phases.get(entry) ?? newPhases(entry);
  if (++known.begun <= MAX_PHASES) return new Phase(around.pipeline, nameOf(name), known);
  around.pipeline.diagnostics.dropped('phases', 'too_many');
  return undefined;
}

/** Of whatever was given. */
function nameOf(given: unknown): string {
  try {
    return String(given).slice(0, MAX_NAME_LENGTH);
  } catch {
    return UNREADABLE_NAME;
  }
}

function newPhases(entry: Operation): Phases {
  const made: Phases = { begun: 0, durations: undefined };
  phases.set(entry, made);
  return made;
}

class Phase {
  readonly operation: Operation;

  constructor(
    readonly pipeline: OperationPipeline,
    name: string,
    private readonly all: Phases,
  ) {
    this.operation = pipeline.start({ kind: 'phase', name });
  }

  end(how: OperationEnd): number {
    const { operation, pipeline } = this;
    if (!operation.isEnded) {
      pipeline.end(operation, how);
      this.add(operation);
    }
    return operation.durationMs;
  }

  private add({ name, durationMs }: Operation): void {
    // Without a prototype: a phase may be called `constructor`.
    const durations = (this.all.durations ??= Object.create(null) as Record<string, number>);
    durations[name] = (durations[name] ?? 0) + durationMs;
  }
}
