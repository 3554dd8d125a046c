/**
 * One message that leaves by a `ClientProxy`, as an operation: a request per subscription, until its answer is complete; an event
 * until it has been handed to the transport. It is ambient on the way to the transport, so that the message takes its trace along.
 */
import { context, createContextKey, ROOT_CONTEXT, type Context } from '@opentelemetry/api';
import { outgoingFields, type MessageFields } from '../../hooks/index.js';
import {
  errorTypeOf,
  isTelemetrySuppressed,
  type Attributes,
  type Operation,
  type OperationSubject,
  type Outcome,
  type Settlement,
} from '../../kernel/index.js';
import { statusNameOf } from './grpc-status.js';
import { textPattern } from './handler-site.js';
import { outgoingAttributes } from './outgoing-attributes.js';
import { asError } from './remote-error.js';
import { observerOfClient, type RpcObserver } from './rpc-observer.js';
import { transportOfClient } from './transports.js';

const CALL = createContextKey('nestjs-observability outgoing call');

export type SendOperation = 'send' | 'emit';

export interface OutgoingMessage {
  readonly client: object;
  readonly operation: SendOperation;
  readonly pattern: unknown;
}

export class OutgoingCall implements OperationSubject, Settlement {
  readonly transport: string;
  readonly context: Context;
  /** Set once the message carries the fields: a client's own `publish` may call its base class's. */
  isCarried = false;
  private readonly pattern: string;
  private readonly operation: Operation;

  private constructor(
    private readonly observer: RpcObserver,
    readonly message: OutgoingMessage,
  ) {
    this.transport = transportOfClient(message.client);
    this.pattern = textPattern(message.client, message.pattern);
    const name = this.transport === 'grpc' ? this.pattern : `${message.operation} ${this.pattern}`;
    const labels = [this.transport, message.operation];
    this.operation = observer.pipeline.start({ kind: 'rpc.client', name, labels, subject: this });
    this.context = this.operation.context.setValue(CALL, this);
    observer.openCalls.add(this);
  }

  /** Undefined when nobody is interested, or the caller is telemetry's own. */
  static begin(message: OutgoingMessage): OutgoingCall | undefined {
    const observer = observerOfClient(message.client);
    if (observer === undefined || isTelemetrySuppressed(context.active())) return undefined;
    const begin = () => new OutgoingCall(observer, message);
    return observer.pipeline.diagnostics.safely('rpc', 'call', begin, undefined);
  }

  /** The call whose message this client is about to hand to its transport. */
  static of(client: object): OutgoingCall | undefined {
    const call = context.active().getValue(CALL) as OutgoingCall | undefined;
    return call?.message.client === client ? call : undefined;
  }

  /** Fields of a new message; those of a batch have an id each. */
  fields(): MessageFields {
    return outgoingFields(this.operation.context);
  }

  /** What is done to a message on its way must never keep it from leaving. */
  safely<T>(phase: string, act: () => T, fallback: T): T {
    return this.observer.pipeline.diagnostics.safely('rpc', phase, act, fallback);
  }

  attributes(operation: Operation): Attributes {
    const { transport, pattern, message } = this;
    return outgoingAttributes({ transport, pattern, isEvent: message.operation === 'emit' }, message.client, operation);
  }

  settled(outcome: Outcome, error: unknown): void {
    const { operation, transport, observer, message } = this;
    if (operation.isEnded) return;
    observer.openCalls.delete(this);
    operation.labels = [transport, message.operation, outcome];
    const failure = outcome === 'error' ? asError(error) : undefined;
    if (failure !== undefined) observer.countError(transport, statusNameOf(error) ?? errorTypeOf(failure));
    observer.pipeline.end(operation, { outcome, error: failure });
  }
}

/** The connection that a call happens to open serves all later ones: it must not live in that call's context. */
export function outsideAnyCall<T>(work: () => T): T {
  return context.with(ROOT_CONTEXT, work);
}
