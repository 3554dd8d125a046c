/** What one application tells of its command, query and event buses. Every method makes the original call, exactly once. */
import type { Meter, MeterFamily, OperationPipeline } from '../../kernel/index.js';
import { deliveryScope, follow, type OriginalCall } from './emission.js';
import { DeliveryMeter, eventsPublished } from './event.metrics.js';
import { Execution } from './execution.js';
import type { HandlerNames } from './handler-names.js';
import { classNameOf } from './own-prototypes.js';
import { Publication } from './publication.js';
import { takeDispatch } from './sagas.js';

export class CqrsObserver {
  private readonly published: MeterFamily<'counter'>;
  private readonly deliveries: DeliveryMeter;

  constructor(
    private readonly pipeline: OperationPipeline,
    meter: Meter,
    private readonly handlers: HandlerNames,
  ) {
    this.published = meter.define(eventsPublished);
    this.deliveries = new DeliveryMeter(meter);
  }

  get isIdle(): boolean {
    return !this.pipeline.isObserved('cqrs.execution');
  }

  execute(kind: 'command' | 'query', call: OriginalCall): unknown {
    const [message] = call.args;
    if (this.isIdle) return plain(call);
    const dispatch = takeDispatch(message);
    if (dispatch === undefined) return this.start(kind, message).run(call, { recipient: 'application' });
    const { saga: name, scope } = dispatch;
    const saga = new Execution(this.pipeline, {
      kind: 'saga',
      name,
      title: `saga ${name}`,
      handler: () => name,
      scope,
    });
    return saga.run({ method: () => this.start(kind, message).run(call), instance: undefined, args: [] });
  }

  publish(call: OriginalCall): unknown {
    const publication = this.begin(call.args[0]);
    return publication === undefined ? plain(call) : publication.run(call);
  }

  /** Each event has a publication of its own; the publisher, which gets them one by one, ends it. */
  publishAll(call: OriginalCall): unknown {
    const [events] = call.args;
    const publications = Array.isArray(events) ? events.map((event) => this.begin(event)) : [];
    return follow(call, undefined, (outcome, error) => {
      for (const publication of publications) publication?.end(outcome, error);
    });
  }

  handle(call: OriginalCall): unknown {
    const [event] = call.args;
    const handler = `${classNameOf(call.instance)}.handle`;
    const type = classNameOf(event);
    const publication = Publication.of(event);
    const execution = new Execution(this.pipeline, {
      kind: 'event',
      name: type,
      title: `${type} → ${handler}`,
      handler: () => handler,
      scope: publication && deliveryScope(publication.operation, publication.emission),
      context: publication?.operation.context,
    });
    this.deliveries.begun(type);
    return execution.run(call, {
      ended: (outcome, durationMs) => this.deliveries.settled(type, handler, outcome, durationMs),
    });
  }

  private start(kind: 'command' | 'query', message: unknown): Execution {
    const name = classNameOf(message);
    const handler = (): string | undefined => this.handlers.of(message);
    return new Execution(this.pipeline, { kind, name, title: `${kind} ${name}`, handler });
  }

  private begin(event: unknown): Publication | undefined {
    const type = classNameOf(event);
    this.published.cell([type]).add(1);
    return Publication.begin(this.pipeline, event, type);
  }
}

function plain({ method, instance, args }: OriginalCall): unknown {
  return Reflect.apply(method, instance, args);
}
