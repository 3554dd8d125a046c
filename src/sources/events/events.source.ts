/**
 * Events inside the application: each emit of @nestjs/event-emitter is counted and, where anybody asks, an operation; each call
 * of an `@OnEvent` listener is one too. Listeners added by hand (`emitter.on`) are not Nest's: what they are given is counted as
 * published, their own work is the emitter's. Restored event metadata (`restoreEventMetadata`) are measured by the same metrics.
 */
import type { Meter, MeterFamily, OperationPipeline, Outcome } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { currentIn, Emission, follow, startPublishing, type OriginalCall } from './emission.js';
import { eventProcessConvention, eventsPublished } from './event.metrics.js';
import { EventTypes, type EventName } from './event-types.js';
import { isEventEmitter2, observeEmitter, type EventEmitter2Like } from './observed-emitter.js';
import { observeListeners } from './observed-listeners.js';
import { plainInstances, prototypesOf } from './own-prototypes.js';

export class EventsSource implements NestSource {
  readonly name = 'events';
  readonly conventions = [eventProcessConvention];
  private pipeline!: OperationPipeline;
  private published!: MeterFamily<'counter'>;
  private undo: (() => void)[] = [];

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.pipeline = pipeline;
    this.published = meter.define(eventsPublished);
  }

  observeClasses(application: NestApplication): void {
    if (hasEmitter(application)) for (const prototype of prototypesOf(application)) observeListeners(prototype);
  }

  /** Once more, for the listeners of what factories have made; Nest registers them later, on bootstrap. */
  observeInstances(application: NestApplication): void {
    if (!hasEmitter(application)) return;
    const declared = [...prototypesOf(application)].flatMap(observeListeners);
    const emitters = new Set(plainInstances(application).filter(isEventEmitter2));
    for (const emitter of emitters) this.observe(emitter, declared);
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private observe(emitter: EventEmitter2Like, declared: readonly EventName[]): void {
    const eventTypes = new EventTypes(declared, emitter);
    this.undo.push(observeEmitter(emitter, (call) => this.emit(eventTypes.of(call.args[0]), call)));
  }

  private emit(type: string, call: OriginalCall): unknown {
    const { pipeline } = this;
    this.published.cell([type]).add(1);
    if (!pipeline.isObserved('event.publish') && !pipeline.isObserved('event.process'))
      return Reflect.apply(call.method, call.instance, call.args);
    const publishing = startPublishing(pipeline, new Emission('nestjs_event_emitter', type));
    const end = (outcome: Outcome, error: unknown) => pipeline.end(publishing, { outcome, error });
    return follow(call, currentIn(publishing), end, 'application');
  }
}

function hasEmitter(application: NestApplication): boolean {
  return application.hasModule('EventEmitterModule');
}
