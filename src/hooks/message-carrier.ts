/**
 * What a message takes along beside its payload, whatever carries it: the trace and the baggage (W3C Trace Context and
 * Baggage, or what OTEL_PROPAGATORS says) and the ids of the causal chain, as flat text fields named like HTTP headers.
 */
import { context, propagation, ROOT_CONTEXT, isSpanContextValid, type Context, type Link } from '@opentelemetry/api';
import { operationIn, spanIn, type OperationScope, type OperationStart } from '../kernel/index.js';
import { nextId, trustedId } from './ids.js';

export const CORRELATION_ID = 'x-correlation-id';
export const CAUSATION_ID = 'x-causation-id';
export const EVENT_ID = 'x-event-id';
const REQUEST_ID = 'x-request-id';

export type MessageFields = Record<string, string>;

/**
 * The fields of a message that leaves now; `eventId` becomes its id. Pass the context of the publishing operation, so that the
 * consumer continues from its span.
 */
export function outgoingFields(ambient: Context = context.active(), eventId: string = nextId()): MessageFields {
  const fields: MessageFields = {};
  propagation.inject(ambient, fields);
  const scope = operationIn(ambient)?.scope;
  put(fields, CORRELATION_ID, correlationOf(scope, eventId));
  put(fields, CAUSATION_ID, scope?.messageId);
  put(fields, EVENT_ID, eventId);
  put(fields, REQUEST_ID, scope?.requestId);
  return fields;
}

/** The correlation id of this work; work that has none gets one, which everything it causes then shares. */
export function correlationOf(scope: OperationScope | undefined, fallback: string): string {
  if (scope === undefined) return fallback;
  return (scope.correlationId ??= fallback);
}

/**
 * The scope of the work that a message starts in the very process that sent it: one step further in the causal chain, for
 * the same user and request. Each receiver has a scope of its own; `messageId` is what they share.
 */
export function causedScope(cause: OperationScope, messageId: string): OperationScope {
  const { requestId, messageId: causationId, userId, sessionId, identify } = cause;
  return {
    requestId,
    correlationId: correlationOf(cause, messageId),
    causationId,
    messageId,
    identify,
    ...(userId !== undefined && { userId }),
    ...(sessionId !== undefined && { sessionId }),
  };
}

/** Where an incoming message comes from. */
export interface IncomingMessage {
  /** The producer's trace and baggage over an empty context. */
  readonly context: Context;
  readonly scope: OperationScope;
  /** To the producer's span; none when it sent no trace. */
  readonly links: readonly Link[];
}

/**
 * Reads what `outgoingFields` wrote; a hostile or missing id is replaced, a missing trace is simply none.
 * @param producer the producer's context, where it is known by other means than the fields
 */
export function incomingMessage(
  fields: Readonly<Record<string, unknown>> | undefined,
  producer?: Context,
): IncomingMessage {
  const text = textFields(fields);
  const extracted = producer ?? propagation.extract(ROOT_CONTEXT, text);
  const messageId = trustedId(text[EVENT_ID]) ?? nextId();
  const scope: OperationScope = {
    requestId: trustedId(text[REQUEST_ID]),
    correlationId: trustedId(text[CORRELATION_ID]) ?? messageId,
    causationId: trustedId(text[CAUSATION_ID]),
    messageId,
  };
  return { context: extracted, scope, links: linksTo(extracted) };
}

/** How a consumer's trace relates to its producer's (`messaging.relation`). */
export type TraceRelation = 'link' | 'parent';

/** The part of an `OperationStart` that a consumer takes from the message. */
export interface ConsumerStart extends Pick<OperationStart, 'context' | 'isRoot' | 'links'> {
  readonly scope: OperationScope;
}

export function consumerStart(
  { context: producer, scope, links }: IncomingMessage,
  relation: TraceRelation,
): ConsumerStart {
  return relation === 'parent' ? { context: producer, scope } : { context: producer, scope, isRoot: true, links };
}

/** Carriers give text, bytes (RabbitMQ, Kafka) or lists of text (NATS, gRPC); what is neither is left out. */
function textFields(fields: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields ?? {})) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') text[name.toLowerCase()] = first;
    else if (Buffer.isBuffer(first)) text[name.toLowerCase()] = first.toString('utf8');
  }
  return text;
}

function linksTo(producer: Context): Link[] {
  const spanContext = spanIn(producer)?.spanContext();
  return spanContext !== undefined && isSpanContextValid(spanContext) ? [{ context: spanContext }] : [];
}

function put(fields: MessageFields, name: string, value: string | undefined): void {
  if (value !== undefined) fields[name] = value;
}
