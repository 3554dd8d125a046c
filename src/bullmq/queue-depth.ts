/**
 * Asks the queues how full they are, when somebody scrapes: those among the application's instances, and those that it keeps to
 * itself from their first job on. A queue that does not answer is not asked twice at once; one that cannot, no more.
 */
import { context } from '@opentelemetry/api';
import { suppressTelemetry, type Diagnostics, type Meter, type MeterFamily } from '../kernel/index.js';
import { eventsPending, queueDepth } from '../sources/index.js';
import type { QueueLike } from './bullmq.library.js';

const READY = ['waiting', 'prioritized', 'paused'] as const;
/** Owed and not yet settled. */
const OWED = [...READY, 'delayed', 'active', 'waiting-children'] as const;
const MAX_QUEUES = 256;

interface Families {
  readonly depth: MeterFamily<'gauge'>;
  readonly pending: MeterFamily<'gauge'>;
}

export class QueueDepths {
  /** By name: queues of one name count the same jobs. Held weakly, a queue may be let go without being closed. */
  private readonly queues = new Map<string, WeakRef<QueueLike>>();
  private readonly asking = new Set<string>();
  private families: Families | undefined;
  private unwatch: () => void = () => undefined;

  constructor(
    private readonly meter: Meter,
    private readonly diagnostics: Diagnostics,
  ) {}

  /** Called with every job, so it is quick for a queue that is known. */
  watch(queue: QueueLike): void {
    if (this.queues.get(queue.name)?.deref() !== undefined || this.queues.size >= MAX_QUEUES) return;
    this.families ??= this.define();
    this.queues.set(queue.name, new WeakRef(queue));
  }

  close(): void {
    this.unwatch();
    this.queues.clear();
  }

  private define(): Families {
    const families = { depth: this.meter.define(queueDepth), pending: this.meter.define(eventsPending) };
    this.unwatch = families.depth.onCollect(async () => {
      await Promise.all([...this.queues].map(([name, queue]) => this.ask(name, queue.deref(), families)));
    });
    return families;
  }

  private async ask(name: string, queue: QueueLike | undefined, families: Families): Promise<void> {
    if (queue === undefined) return this.forget(name, families);
    if (this.asking.has(name)) return;
    this.asking.add(name);
    try {
      // Our own question is not the application's work.
      const counts = await context.with(suppressTelemetry(context.active()), () => queue.getJobCounts(...OWED));
      families.depth.cell([name]).set(sum(counts, READY));
      families.pending.cell([name]).set(sum(counts, OWED));
    } catch (error) {
      this.diagnostics.failed('bullmq', 'queue depth', error);
      // Closed, perhaps; with its next job it is asked again.
      this.forget(name, families);
    } finally {
      this.asking.delete(name);
    }
  }

  private forget(name: string, { depth, pending }: Families): void {
    this.queues.delete(name);
    depth.remove([name]);
    pending.remove([name]);
  }
}

function sum(counts: Readonly<Record<string, number>>, states: readonly string[]): number {
  return states.reduce((total, state) => total + (counts[state] ?? 0), 0);
}
