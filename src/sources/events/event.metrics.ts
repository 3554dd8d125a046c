/** How events inside the process are measured, whichever library carries them: an emitter, a bus, or restored metadata. */
import type {
  Meter,
  MeterFamily,
  MetricDefinition,
  Operation,
  OperationConvention,
  Outcome,
} from '../../kernel/index.js';

const family = 'events and queues';

export const eventsPublished = {
  name: 'events_published_total',
  type: 'counter',
  unit: 'count',
  help: 'Events handed to an emitter or a bus, whoever listens',
  labelNames: ['event_type'],
  family,
} as const satisfies MetricDefinition;

export const eventsProcessed = {
  name: 'events_processed_total',
  type: 'counter',
  unit: 'count',
  help: 'Deliveries that a handler has settled, failed ones included',
  labelNames: ['event_type', 'handler'],
  family,
} as const satisfies MetricDefinition;

export const eventsFailed = {
  name: 'events_failed_total',
  type: 'counter',
  unit: 'count',
  help: 'Deliveries that a handler has settled with an error',
  labelNames: ['event_type', 'handler'],
  family,
} as const satisfies MetricDefinition;

export const eventDuration = {
  name: 'event_processing_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time that a handler has spent on one event',
  labelNames: ['event_type'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const eventsPending = {
  name: 'events_pending',
  type: 'gauge',
  unit: 'count',
  help: 'Deliveries owed and not yet settled; a failed one is settled',
  labelNames: ['event_type'],
  family,
} as const satisfies MetricDefinition;

export const eventMetrics: readonly MetricDefinition[] = [
  eventsPublished,
  eventsProcessed,
  eventsFailed,
  eventDuration,
  eventsPending,
];

/** One delivery: a listener's call, or the handling of a message whose metadata were restored (then without handler). */
export const eventProcessConvention: OperationConvention = {
  kind: 'event.process',
  labelNames: ['event_type', 'handler'],
  measures: [
    { definition: eventsProcessed, value: 'count' },
    { definition: eventsFailed, value: failures },
    { definition: eventDuration, value: 'duration' },
    { definition: eventsPending, value: 'active' },
  ],
};

function failures({ outcome }: Operation): number | undefined {
  return outcome === 'error' ? 1 : undefined;
}

/** The same metrics for deliveries that are operations of another kind. */
export class DeliveryMeter {
  private readonly processed: MeterFamily<'counter'>;
  private readonly failed: MeterFamily<'counter'>;
  private readonly duration: MeterFamily<'histogram'>;
  private readonly pending: MeterFamily<'gauge'>;

  constructor(meter: Meter) {
    this.processed = meter.define(eventsProcessed);
    this.failed = meter.define(eventsFailed);
    this.duration = meter.define(eventDuration);
    this.pending = meter.define(eventsPending);
  }

  begun(eventType: string): void {
    this.pending.cell([eventType]).add(1);
  }

  settled(eventType: string, handler: string, outcome: Outcome, durationMs: number): void {
    this.pending.cell([eventType]).add(-1);
    this.processed.cell([eventType, handler]).add(1);
    if (outcome === 'error') this.failed.cell([eventType, handler]).add(1);
    this.duration.cell([eventType]).observe(durationMs / 1000);
  }
}
