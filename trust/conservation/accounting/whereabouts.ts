/** Where the telemetry of one signal has gone, by the application's own account. */
import type { OperationPipeline } from 'nestjs-observability';
import { totalOf, type Samples } from './series.js';

export interface Whereabouts {
  readonly exported: number;
  readonly dropped: number;
  readonly queued: number;
}

export function whereaboutsOf(samples: Samples, signal: string): Whereabouts {
  const ofSignal = (name: string): number =>
    totalOf(new Map([...samples].filter(([series]) => series.includes(`signal="${signal}"`))), name);
  return {
    exported: ofSignal('observability_exported_total'),
    dropped: ofSignal('observability_dropped_total'),
    queued: ofSignal('observability_exporter_queue_size'),
  };
}

/** Given up so far by the application's own book: its page is gone when it has closed. */
export function droppedOf({ diagnostics }: OperationPipeline, signal: string): number {
  let dropped = 0;
  for (const { labels, value } of diagnostics.drops.values()) if (labels['signal'] === signal) dropped += value;
  return dropped;
}

/** Produced = exported + dropped + queued, and exported is what the receiver has. */
export function wrongWhereabouts(
  produced: number,
  received: number,
  { exported, dropped, queued }: Whereabouts,
): string[] {
  return [
    ...(produced === exported + dropped + queued
      ? []
      : [`${produced} were produced: ${exported} exported, ${dropped} dropped, ${queued} queued`]),
    ...(received === exported ? [] : [`${exported} are told as exported, the receiver has ${received}`]),
  ];
}
