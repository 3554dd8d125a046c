/**
 * Corrects what prom-client makes of garbage collections. Node delivers them in batches, of which its observer takes the first
 * only (between a half and two thirds are lost under load), and V8's second collector of young objects has no kind there.
 */
import { constants, type PerformanceObserverCallback } from 'node:perf_hooks';

const { NODE_PERFORMANCE_GC_MINOR: MINOR } = constants;
/** `--minor-ms`, on Node 20 `--minor-mc`; only newer Nodes have a constant for it. It collects young objects, as `minor` says. */
const MINOR_MARK_SWEEP = 2;

interface Collection {
  readonly duration: number;
  readonly detail?: unknown;
}

/** Hands collections to `observe` one by one, each as if it were a batch. */
export function oneByOne(observe: PerformanceObserverCallback): PerformanceObserverCallback {
  return (list, observer) => {
    for (const collection of list.getEntries()) observe(batchOf(collection) as typeof list, observer);
  };
}

function batchOf({ duration, detail }: Collection): { getEntries(): readonly Collection[] } {
  const kind = (detail as { kind?: number } | undefined)?.kind;
  return { getEntries: () => [{ duration, detail: { kind: kind === MINOR_MARK_SWEEP ? MINOR : kind } }] };
}
