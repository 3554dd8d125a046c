/**
 * Event metadata for messages that an application sends by means of its own (an outbox table, a file, a library nobody
 * observes): put into the message by its producer, restored by its consumer, so that a causal tree can be drawn across services.
 */
import { context, isSpanContextValid, ROOT_CONTEXT, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { currentOperation, pipelineFor, spanIn } from '../kernel/index.js';
import { nextId } from './ids.js';
import {
  CAUSATION_ID,
  consumerStart,
  CORRELATION_ID,
  correlationOf,
  EVENT_ID,
  incomingMessage,
  type TraceRelation,
} from './message-carrier.js';

/** Plain text that survives JSON. Ids of the trace are W3C's: 32 and 16 hexadecimal digits; absent outside any trace. */
export interface EventMetadata {
  readonly trace_id?: string;
  readonly span_id?: string;
  /** Shared by everything that one request or job has caused, directly or not. */
  readonly correlation_id: string;
  /** Id of the message that caused this one; absent where the chain begins. */
  readonly causation_id?: string;
  /** Id of the message being produced. */
  readonly event_id: string;
}

/** Metadata for the message that is being produced here; call it once per message. */
export function eventMetadata(): EventMetadata {
  const event_id = nextId();
  const scope = currentOperation()?.scope;
  const span = spanIn(context.active())?.spanContext();
  return {
    ...(span && { trace_id: span.traceId, span_id: span.spanId }),
    correlation_id: correlationOf(scope, event_id),
    ...(scope?.messageId !== undefined && { causation_id: scope.messageId }),
    event_id,
  };
}

export interface RestoreOptions {
  /** Low-cardinality name of the operation, such as `invoice.created`. */
  readonly name: string;
  /** Continue the producer's trace, or begin one of its own that is linked to it. @default 'link' */
  readonly relation?: TraceRelation;
}

/**
 * Runs `work` as the handling of the message that carried `metadata`: its logs, spans and the messages it produces in turn
 * belong to the producer's chain. Metadata that is missing, damaged or hostile is replaced; the result of `work` is returned as it is.
 */
export function restoreEventMetadata<T>(
  metadata: unknown,
  { name, relation = 'link' }: RestoreOptions,
  work: () => T,
): T {
  const pipeline = pipelineFor(undefined);
  if (pipeline === undefined) return work();
  const known = typeof metadata === 'object' && metadata !== null ? (metadata as Partial<EventMetadata>) : {};
  const incoming = incomingMessage(fieldsOf(known), producerOf(known));
  return pipeline.observe(
    { kind: 'event.process', name, labels: [name, ''], ...consumerStart(incoming, relation) },
    work,
  );
}

function fieldsOf({ correlation_id, causation_id, event_id }: Partial<EventMetadata>): Record<string, unknown> {
  return { [CORRELATION_ID]: correlation_id, [CAUSATION_ID]: causation_id, [EVENT_ID]: event_id };
}

/** Metadata does not say whether the producer was sampled; to a trace that was not, nothing is added by following it. */
function producerOf({ trace_id = '', span_id = '' }: Partial<EventMetadata>): Context {
  const spanContext = { traceId: trace_id, spanId: span_id, traceFlags: TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(spanContext) ? trace.setSpanContext(ROOT_CONTEXT, spanContext) : ROOT_CONTEXT;
}
