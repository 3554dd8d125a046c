/**
 * Commands, queries, events and sagas of @nestjs/cqrs. The work of a command or query is part of whoever asks for it; an event is
 * a message of its own, and what its handlers do, or the command that a saga makes of it, is caused by that message.
 */
import type { Meter, OperationPipeline } from '../../kernel/index.js';
import type { NestApplication } from '../nest-application.js';
import type { NestSource } from '../nest-source.js';
import { cqrsConvention } from './cqrs.convention.js';
import { CqrsObserver } from './cqrs-observer.js';
import { HandlerNames } from './handler-names.js';
import { observeBus, observeEventHandler, observeHandlersOf } from './observed-buses.js';
import { classOf, plainInstances, prototypesOf } from './own-prototypes.js';

export class CqrsSource implements NestSource {
  readonly name = 'cqrs';
  readonly conventions = [cqrsConvention];
  private pipeline!: OperationPipeline;
  private meter!: Meter;
  private undo: (() => void)[] = [];

  observeClasses(application: NestApplication): void {
    for (const prototype of prototypesOf(application)) observeEventHandler(prototype);
  }

  attach(pipeline: OperationPipeline, meter: Meter): void {
    this.pipeline = pipeline;
    this.meter = meter;
  }

  /** Handlers and sagas are registered later, on bootstrap. */
  observeInstances(application: NestApplication): void {
    this.observeClasses(application);
    const classes = [...prototypesOf(application)].flatMap((prototype) => classOf(prototype) ?? []);
    const observer = new CqrsObserver(this.pipeline, this.meter, new HandlerNames(classes));
    const undoBuses = plainInstances(application).flatMap((instance) => observeBus(instance, observer) ?? []);
    this.undo.push(observeHandlersOf(this.pipeline, observer), ...undoBuses);
  }

  detach(): void {
    for (const undo of this.undo.splice(0)) undo();
  }
}
