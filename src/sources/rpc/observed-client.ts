/**
 * The client side: `send` and `emit` of Nest's `ClientProxy`, the methods of gRPC services, Kafka's batches, and the few methods
 * through which every packet goes to its transport. Classes are wrapped, so clients made later are observed like the first.
 */
import { context } from '@opentelemetry/api';
import { isObservable, Observable, type Subscriber } from 'rxjs';
import { outcomeOf, settleResult, wrapMethod, type Method } from '../../kernel/index.js';
import { isClientBase } from './microservices-usage.js';
import { withMetadata, type GrpcMethod } from './grpc-metadata.js';
import { OutgoingCall, outsideAnyCall, type OutgoingMessage } from './outgoing-call.js';
import {
  hasNestSerializer,
  mergedAmqpHeaders,
  mergedMqttOptions,
  mergedNatsHeaders,
  recordWith,
  usesUserProperties,
  writeToPacket,
  type Packet,
} from './outgoing-carrier.js';
import { observerOfClient } from './rpc-observer.js';
import { prototypesOf } from './transports.js';

const observedClasses = new WeakSet<object>();

/** Wraps the class of this client and those it extends. */
export function observeClientClass(client: object): void {
  const nearest = Object.getPrototypeOf(client) as object;
  if (observedClasses.has(nearest)) return;
  observedClasses.add(nearest);
  for (const prototype of prototypesOf(client)) observePrototype(prototype);
}

function observePrototype(prototype: object): void {
  // A class that overrides these calls its base class, or sends nothing of Nest's.
  if (isClientBase(prototype)) {
    wrapMethod(prototype, 'send', observedSend);
    wrapMethod(prototype, 'emit', observedEmit);
  }
  wrapMethod(prototype, 'emitBatch', observedEmit);
  wrapMethod(prototype, 'createServiceMethod', observedServiceMethods);
  wrapMethod(prototype, 'connect', observedConnect);
  wrapMethod(prototype, 'publish', observedPublish);
  wrapMethod(prototype, 'dispatchEvent', observedPublish);
  wrapMethod(prototype, 'dispatchBatchEvent', observedBatch);
  wrapMethod(prototype, 'mergeHeaders', observedHeaders);
  wrapMethod(prototype, 'mergePacketOptions', observedOptions);
}

/** Cold: each subscription is a message of its own, and without one nothing is sent. */
function observedSend(send: Method): Method {
  return function (pattern, data, ...rest) {
    observeClientClass(this);
    const answers = send.call(this, pattern, data, ...rest);
    const isRefused = isMissing(pattern) || isMissing(data);
    if (isRefused || observerOfClient(this) === undefined || !isObservable(answers)) return answers;
    return perSubscription({ client: this, operation: 'send', pattern }, () => answers);
  };
}

/** Hot: Nest has begun to send when `emit` returns, whether anybody subscribes or not. */
function observedEmit(emit: Method): Method {
  return function (pattern, data, ...rest) {
    observeClientClass(this);
    if (isMissing(pattern) || isMissing(data)) return emit.call(this, pattern, data, ...rest);
    const call = OutgoingCall.begin({ client: this, operation: 'emit', pattern });
    if (call === undefined) return emit.call(this, pattern, data, ...rest);
    return followEmission(call, () => emit.call(this, pattern, data, ...rest));
  };
}

function followEmission(call: OutgoingCall, emit: () => unknown): unknown {
  let sent: unknown;
  try {
    sent = context.with(call.context, emit);
  } catch (error) {
    call.settled(outcomeOf(error), error);
    throw error;
  }
  // One more subscriber of Nest's subject: it neither starts anything nor takes anything from the application's.
  if (isObservable(sent)) {
    sent.subscribe({
      error: (error) => call.settled(outcomeOf(error), error),
      complete: () => call.settled('ok', undefined),
    });
  } else call.settled('ok', undefined);
  return sent;
}

/** Nest refuses these before anything is sent. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}

function observedServiceMethods(createServiceMethod: Method): Method {
  return function (grpcClient, name, ...rest) {
    const call = createServiceMethod.call(this, grpcClient, name, ...rest) as (
      ...args: unknown[]
    ) => Observable<unknown>;
    const method = (grpcClient as Record<string, GrpcMethod>)[String(name)];
    const message = { client: this, operation: 'send', pattern: method?.path?.replace(/^\//, '') ?? name } as const;
    return (...args: unknown[]) =>
      perSubscription(message, (outgoing) => {
        if (outgoing === undefined || method === undefined) return call(...args);
        return call(
          ...outgoing.safely('metadata', () => withMetadata(args, grpcClient, method, outgoing.fields()), args),
        );
      });
  };
}

function perSubscription(
  message: OutgoingMessage,
  send: (call: OutgoingCall | undefined) => Observable<unknown>,
): Observable<unknown> {
  return new Observable((subscriber) => {
    const call = OutgoingCall.begin(message);
    return call === undefined ? send(undefined).subscribe(subscriber) : follow(send(call), subscriber, call);
  });
}

/** Answers arrive in the context of the connection; whoever asked goes on in the context he asked in. */
function follow(answers: Observable<unknown>, subscriber: Subscriber<unknown>, call: OutgoingCall) {
  const caller = context.active();
  return settleResult(new Observable((inner) => answers.subscribe(inner)), call).subscribe({
    next: (value) => context.with(caller, () => subscriber.next(value)),
    error: (error) => context.with(caller, () => subscriber.error(error)),
    complete: () => context.with(caller, () => subscriber.complete()),
  });
}

function observedConnect(connect: Method): Method {
  return function (...args) {
    if (OutgoingCall.of(this) === undefined) return connect.apply(this, args);
    return outsideAnyCall(() => connect.apply(this, args));
  };
}

function observedPublish(publish: Method): Method {
  return function (packet, ...rest) {
    const call = OutgoingCall.of(this);
    if (call !== undefined && !call.isCarried) {
      call.isCarried = true;
      call.safely('carrier', () => writeToPacket(packet as Packet, call), undefined);
    }
    return publish.call(this, packet, ...rest);
  };
}

interface Batch {
  readonly data: { readonly messages: readonly unknown[] };
}

function observedBatch(dispatchBatchEvent: Method): Method {
  return function (batch, ...rest) {
    const call = OutgoingCall.of(this);
    const isOurs = call !== undefined && hasNestSerializer(this);
    const carrying = isOurs ? call.safely('carrier', () => batchWith(batch as Batch, call), batch) : batch;
    return dispatchBatchEvent.call(this, carrying, ...rest);
  };
}

function batchWith(batch: Batch, call: OutgoingCall): Batch {
  const messages = batch.data.messages.map((message) => recordWith(message, call.fields()));
  return { ...batch, data: { ...batch.data, messages } };
}

function observedHeaders(mergeHeaders: Method): Method {
  return function (...args) {
    const headers = mergeHeaders.apply(this, args);
    const call = OutgoingCall.of(this);
    if (call === undefined) return headers;
    const merge = () =>
      call.transport === 'nats'
        ? mergedNatsHeaders(mergeHeaders, headers, call.fields())
        : mergedAmqpHeaders(headers, call.fields());
    return call.safely('carrier', merge, headers);
  };
}

function observedOptions(mergePacketOptions: Method): Method {
  return function (...args) {
    const options = mergePacketOptions.apply(this, args);
    const call = OutgoingCall.of(this);
    if (call === undefined || !usesUserProperties(this, call)) return options;
    return call.safely<unknown>('carrier', () => mergedMqttOptions(options, call.fields()), options);
  };
}
