/** Asks the queues how full they are, when somebody scrapes. A queue that does not answer is not asked twice at once. */
import { context } from '@opentelemetry/api';
import { suppressTelemetry, type Diagnostics, type Meter } from '../kernel/index.js';
import { eventsPending } from '../sources/index.js';
import type { QueueLike } from './bullmq.library.js';
import { queueDepth } from './queue.convention.js';

const READY = ['waiting', 'prioritized', 'paused'] as const;
/** Owed and not yet settled. */
const OWED = [...READY, 'delayed', 'active', 'waiting-children'] as const;

/** Returns how to stop. */
export function watchQueues(queues: readonly QueueLike[], meter: Meter, diagnostics: Diagnostics): () => void {
  if (queues.length === 0) return () => undefined;
  const depth = meter.define(queueDepth);
  const pending = meter.define(eventsPending);
  const asking = new Set<QueueLike>();

  const ask = async (queue: QueueLike): Promise<void> => {
    if (asking.has(queue)) return;
    asking.add(queue);
    try {
      // Our own question is not the application's work.
      const counts = await context.with(suppressTelemetry(context.active()), () => queue.getJobCounts(...OWED));
      depth.cell([queue.name]).set(sum(counts, READY));
      pending.cell([queue.name]).set(sum(counts, OWED));
    } catch (error) {
      diagnostics.failed('bullmq', 'queue depth', error);
    } finally {
      asking.delete(queue);
    }
  };
  return depth.onCollect(async () => void (await Promise.all(queues.map(ask))));
}

function sum(counts: Readonly<Record<string, number>>, states: readonly string[]): number {
  return states.reduce((total, state) => total + (counts[state] ?? 0), 0);
}
