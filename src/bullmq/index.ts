/**
 * The BullMQ plugin: `plugins: [bullmq()]`.
 *
 * @module nestjs-observability/bullmq
 */
import type { ObservabilityPlugin } from '../config/index.js';
import { BullmqSource } from './bullmq.source.js';

/**
 * What a user may say to `bullmq()`.
 *
 * @example
 * ```ts
 * const options: BullmqOptions = { relation: 'parent' };
 *
 * ObservabilityModule.forRoot({ plugins: [bullmq(options)] });
 * ```
 */
export interface BullmqOptions {
  /** How a job's trace relates to its producer's. @default the option `messaging.relation` */
  readonly relation?: 'link' | 'parent';
}

/**
 * Observes the queues, workers and flows of BullMQ (version 5 and 6): spans, metrics and a log line per job, and the
 * producer's trace and causal chain in the job's options, beside its data. Workers in sandboxed processes are seen from outside.
 *
 * @throws ObservabilityError OBS_ERR_PEER_MISSING at start, when `bullmq` is not installed
 * @example
 * ```ts
 * ObservabilityModule.forRoot({ plugins: [bullmq()] });
 * ```
 */
export function bullmq(options: BullmqOptions = {}): ObservabilityPlugin {
  return {
    name: 'bullmq',
    sources: ({ messaging }) => [new BullmqSource(options.relation ?? messaging.relation)],
  };
}
