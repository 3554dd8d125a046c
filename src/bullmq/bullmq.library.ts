/** What we need to know of BullMQ, and the only place that loads it: when the plugin is used, not when it is imported. */
import { requirePeer } from '../config/index.js';

export interface JobOptions {
  readonly delay?: number;
  readonly attempts?: number;
  readonly repeat?: unknown;
  readonly telemetry?: { readonly metadata?: string; readonly omitContext?: boolean };
}

export interface JobLike {
  readonly id?: string;
  readonly name: string;
  readonly queueName: string;
  readonly opts?: JobOptions;
  /** Epoch milliseconds of its creation, and of the beginning of this attempt. */
  readonly timestamp: number;
  readonly processedOn?: number;
  /** Attempts before this one; those that were put back do not count. */
  readonly attemptsMade: number;
  readonly attemptsStarted?: number;
}

export interface QueueLike {
  readonly name: string;
  getJobCounts(...types: string[]): Promise<Record<string, number>>;
}

export interface NewJob {
  readonly name: string;
  readonly queueName?: string;
  readonly opts?: JobOptions;
  readonly children?: readonly NewJob[];
}

type Method = (this: object, ...args: never[]) => unknown;

export interface BullmqLibrary {
  readonly Queue: { readonly prototype: { add: Method; addBulk: Method } };
  readonly FlowProducer: { readonly prototype: { add: Method; addBulk: Method } };
  readonly Worker: { readonly prototype: { callProcessJob: Method } };
}

/** @throws ObservabilityError OBS_ERR_PEER_MISSING */
export function loadBullmq(): BullmqLibrary {
  return requirePeer<BullmqLibrary>('bullmq', 'The BullMQ plugin');
}
