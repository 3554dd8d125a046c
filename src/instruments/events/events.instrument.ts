/**
 * Events over a bus that the library does not know: an outbox table, a channel of Redis, an emitter of the application's own.
 * Emitters and buses of Nest are found and measured by themselves, under the same names.
 */
import { metadataOf, startFrom, type EventMetadata, type TraceRelation } from '../../hooks/index.js';
import { currentOperation, type MeterFamily, type OperationStart } from '../../kernel/index.js';
import {
  deliveryScope,
  deliveryStart,
  Emission,
  emissionOf,
  eventProcessConvention,
  eventsPending,
  eventsPublished,
  publishingStart,
} from '../../sources/index.js';
import { Instrument, type InstrumentHost } from '../instrument.js';
import { observeWork, type Started } from '../observed-work.js';
import { OwedDeliveries, OwedDelivery } from './owed-delivery.js';

/**
 * What carries an event.
 *
 * @example
 * ```ts
 * const overRedis: PublishOptions = { system: 'redis' };
 *
 * getInstrument(EventsInstrument).publish('order.paid', () => redis.publish('events', order.id), overRedis);
 * ```
 */
export interface PublishOptions {
  /** What carries the event, on spans: `redis`, `outbox`. */
  readonly system?: string;
}

/**
 * What is known of an event when it is handled.
 *
 * @example
 * ```ts
 * const delivery: DeliveryOptions = { system: 'redis', metadata, relation: 'parent' };
 *
 * getInstrument(EventsInstrument).process('order.paid', 'Invoices.onPaid', () => orders.ship('42'), delivery);
 * ```
 */
export interface DeliveryOptions extends PublishOptions {
  /** What the message carries of its producer, from `publish` or `eventMetadata()`. @default the event published around it */
  readonly metadata?: unknown;
  /** Continue the producer's trace, or begin one that is linked to it. @default the option `messaging.relation` */
  readonly relation?: TraceRelation;
}

/**
 * Events over a bus that the library does not know.
 * Types and handlers are a handful of values (`order.paid`, `Invoices.onPaid`); they become labels.
 *
 * @example
 * ```ts
 * const events = getInstrument(EventsInstrument);
 *
 * await events.publish('order.paid', (metadata) => redis.publish('events', JSON.stringify({ ...metadata, id: order.id })));
 * await events.process('order.paid', 'Invoices.onPaid', () => orders.ship(order.id));
 * ```
 */
export class EventsInstrument extends Instrument {
  readonly name = 'events';
  private readonly publishedTotal: MeterFamily<'counter'>;
  private readonly owedDeliveries: OwedDeliveries;

  constructor(host: InstrumentHost) {
    super(host);
    const { meter, pipeline } = host;
    host.measure([eventProcessConvention]);
    this.publishedTotal = meter.define(eventsPublished);
    this.owedDeliveries = new OwedDeliveries(meter.define(eventsPending), pipeline.diagnostics);
  }

  /** An event was handed to the bus, whoever listens. For events that `publish` does not hand over. */
  published(type: string): void {
    this.publishedTotal.cell([this.given.name(type)]).add(1);
  }

  /**
   * Runs what hands the event to the bus, as a span `publish order.paid`, and counts the event.
   *
   * @param work gets what the message should carry, so that its handlers belong to the same causal chain
   */
  publish<T>(type: string, work: (metadata: EventMetadata) => T, options?: PublishOptions): Started<T> {
    this.published(type);
    const emission = new Emission(this.given.fields(options).system, this.given.name(type));
    return observeWork(this.host.pipeline, {
      start: publishingStart(emission),
      work: () => work(metadataOf(emission.id)),
    });
  }

  /** Runs the handling of one event, as a span `order.paid → Invoices.onPaid`: counted, timed, and pending until it is over. */
  process<T>(type: string, handler: string, work: () => T, options?: DeliveryOptions): Started<T> {
    const { given } = this;
    const start = this.deliveryOf(given.name(type), given.name(handler), given.fields(options));
    return observeWork(this.host.pipeline, { start, work });
  }

  /** A delivery is owed from now on: pending until it is processed, or settled without. */
  owed(type: string): OwedDelivery {
    return new OwedDelivery(this.given.name(type), this.owedDeliveries, this);
  }

  override close(): void {
    this.owedDeliveries.close();
  }

  private deliveryOf(type: string, handler: string, { system, metadata, relation }: DeliveryOptions): OperationStart {
    if (metadata === undefined) return deliveryHere(type, handler, system);
    const origin = startFrom(this.host.pipeline, metadata, relation);
    return { ...deliveryStart(new Emission(system, type, origin.scope.messageId), handler, undefined), ...origin };
  }
}

/** Of the event that is being published here; where there is none, a part of whatever runs here. */
function deliveryHere(type: string, handler: string, system: string | undefined): OperationStart {
  const publishing = currentOperation();
  const emission = emissionOf(publishing, system);
  if (emission?.type !== type) return deliveryStart(new Emission(system, type), handler, undefined);
  return deliveryStart(emission, handler, deliveryScope(publishing!, emission));
}
