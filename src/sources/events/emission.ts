/**
 * One event on its way to those who listen: the operation that publishes it, and what each of them takes from it. Receivers
 * find it as the current operation, which follows them through timers and promises.
 */
import { types } from 'node:util';
import { context, type Context } from '@opentelemetry/api';
import { causedScope, nextId } from '../../hooks/index.js';
import {
  enterOperation,
  outcomeOf,
  settleDerived,
  settleResult,
  type AnyMethod,
  type Attributes,
  type Operation,
  type OperationPipeline,
  type OperationScope,
  type OperationStart,
  type OperationSubject,
  type Outcome,
} from '../../kernel/index.js';

export class Emission implements OperationSubject {
  /**
   * @param system what carries it, in OpenTelemetry's terms or its own: `nats`, `nestjs_event_emitter`
   * @param knownId of an event that comes from elsewhere
   */
  constructor(
    readonly system: string | undefined,
    readonly type: string,
    private knownId?: string,
  ) {}

  /** Shared by all deliveries of the event; made when the first of them, or a span, asks for it. */
  get id(): string {
    return (this.knownId ??= nextId());
  }

  attributes(): Attributes {
    return messagingAttributes(this, 'send', 'publish');
  }
}

/** The operation that lasts as long as the call which publishes the event. */
export function publishingStart(emission: Emission): OperationStart {
  return { kind: 'event.publish', name: `publish ${emission.type}`, subject: emission };
}

export function startPublishing(pipeline: OperationPipeline, emission: Emission): Operation {
  return pipeline.start(publishingStart(emission));
}

/** What is published here by this system, if anything is. */
export function emissionOf(operation: Operation | undefined, system: string | undefined): Emission | undefined {
  const subject = operation?.kind === 'event.publish' ? operation.subject : undefined;
  return subject instanceof Emission && subject.system === system ? subject : undefined;
}

/** The scope of one delivery: caused by the event, which was caused by whatever the publisher is handling. */
export function deliveryScope(publishing: Operation, { id }: Emission): OperationScope {
  return causedScope(publishing.scope, id);
}

/** The operation of one delivery. */
export function deliveryStart(emission: Emission, handler: string, scope: OperationScope | undefined): OperationStart {
  return {
    kind: 'event.process',
    name: `${emission.type} → ${handler}`,
    labels: [emission.type, handler],
    subject: new Delivery(emission, handler),
    ...(scope && { scope }),
  };
}

/** One delivery, as a span tells it. */
class Delivery implements OperationSubject {
  constructor(
    private readonly emission: Emission,
    private readonly handler: string,
  ) {}

  attributes(): Attributes {
    return { ...messagingAttributes(this.emission, 'process', 'process'), 'code.function.name': this.handler };
  }
}

/** OpenTelemetry's messaging conventions. */
function messagingAttributes({ system, type, id }: Emission, operationType: string, name: string): Attributes {
  return {
    'messaging.system': system,
    'messaging.operation.type': operationType,
    'messaging.operation.name': name,
    'messaging.destination.name': type,
    'messaging.message.id': id,
  };
}

/** A call of the application's or the framework's that is to be made exactly as it would be without us. */
export interface OriginalCall {
  readonly method: AnyMethod;
  readonly instance: unknown;
  readonly args: readonly unknown[];
}

/** Makes the operation current in its context even when no handler asks for it, because receivers do. */
export function currentIn(operation: Operation): Context {
  const { pipeline, kind } = operation;
  // Kept there: the context around it must not be held for as long as this one is, or events that cause each other pile up.
  if (!pipeline.needsContext(kind)) operation.context = enterOperation(operation.context, operation);
  return operation.context;
}

/**
 * Makes the call in `ambient` and tells how it ended: at once, or when the promise it returns is settled. Whatever else comes
 * back is nobody's work: neither emitters nor buses subscribe to it.
 *
 * @param recipient who gets the promise: an application may leave a rejection to the process, a framework handles it
 */
export function follow(
  { method, instance, args }: OriginalCall,
  ambient: Context | undefined,
  settled: (outcome: Outcome, error?: unknown) => void,
  recipient: Recipient = 'framework',
): unknown {
  let result: unknown;
  try {
    result =
      ambient === undefined
        ? Reflect.apply(method, instance, args)
        : context.with(ambient, method as never, instance as never, ...(args as never[]));
  } catch (error) {
    settled(outcomeOf(error), error);
    throw error;
  }
  if (types.isPromise(result)) return HAND_ON[recipient](result, { context: undefined, settled });
  settled('ok');
  return result;
}

export type Recipient = 'application' | 'framework';

const HAND_ON = { application: settleDerived, framework: settleResult } as const;
