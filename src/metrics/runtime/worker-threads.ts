/** Worker threads by Node's diagnostics channel, which tells of those that other libraries start too. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import type { MetricDefinition } from '../../kernel/index.js';
import type { MetricRegistry } from '../metric-registry.js';

export const activeWorkers = {
  name: 'nodejs_worker_threads_active',
  type: 'gauge',
  unit: 'count',
  help: 'Worker threads that run now, of those started since the application was',
  labelNames: [],
  family: 'runtime',
} as const satisfies MetricDefinition;

const CREATED = 'worker_threads';

/** Returns what stops it; workers that run by then are still seen to their end. */
export function watchWorkers(registry: MetricRegistry): () => void {
  const active = registry.define(activeWorkers).cell([]);
  const onCreated = (message: unknown): void => {
    active.add(1);
    (message as { worker: Worker }).worker.once('exit', () => active.add(-1));
  };
  subscribe(CREATED, onCreated);
  return () => void unsubscribe(CREATED, onCreated);
}
