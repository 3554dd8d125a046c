/**
 * Event metadata for messages that an application sends by means of its own (an outbox table, a file, a library nobody
 * observes): put into the message by its producer, restored by its consumer, so that a causal tree can be drawn across services.
 */
import { context, isSpanContextValid, ROOT_CONTEXT, trace, TraceFlags, type Context } from '@opentelemetry/api';
import { currentOperation, pipelineFor, spanIn, type OperationPipeline } from '../kernel/index.js';
import { nextId } from './ids.js';
import {
  CAUSATION_ID,
  consumerStart,
  CORRELATION_ID,
  correlationOf,
  EVENT_ID,
  incomingMessage,
  type ConsumerStart,
  type TraceRelation,
} from './message-carrier.js';

/**
 * The ids that a message carries to its handlers.
 * Plain text that survives JSON. Ids of the trace are W3C's: 32 and 16 hexadecimal digits; absent outside any trace.
 *
 * @example
 * ```ts
 * interface OrderPaid extends EventMetadata {
 *   readonly orderId: string;
 * }
 *
 * const paid: OrderPaid = { ...eventMetadata(), orderId: order.id };
 * ```
 */
export interface EventMetadata {
  readonly trace_id?: string;
  readonly span_id?: string;
  /** Only there, and `00`, when the trace is not recorded: who continues it does not record it either. */
  readonly trace_flags?: string;
  /** Shared by everything that one request or job has caused, directly or not. */
  readonly correlation_id: string;
  /** Id of the message that caused this one; absent where the chain begins. */
  readonly causation_id?: string;
  /** Id of the message being produced. */
  readonly event_id: string;
}

/**
 * Metadata for the message that is being produced here; call it once per message.
 *
 * @example
 * ```ts
 * const message = { ...eventMetadata(), type: 'order.paid', orderId: order.id };
 *
 * await redis.publish('events', JSON.stringify(message));
 * ```
 */
export function eventMetadata(): EventMetadata {
  return metadataOf(nextId());
}

/** Metadata for the message `event_id`, which is being produced here. */
export function metadataOf(event_id: string): EventMetadata {
  const scope = currentOperation()?.scope;
  return {
    ...traceOf(context.active()),
    correlation_id: correlationOf(scope, event_id),
    ...(scope?.messageId !== undefined && { causation_id: scope.messageId }),
    event_id,
  };
}

function traceOf(ambient: Context): Pick<EventMetadata, 'trace_id' | 'span_id' | 'trace_flags'> {
  const span = spanIn(ambient)?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return {};
  const isRecorded = (span.traceFlags & TraceFlags.SAMPLED) !== 0;
  return { trace_id: span.traceId, span_id: span.spanId, ...(!isRecorded && { trace_flags: UNRECORDED }) };
}

const UNRECORDED = '00';

/**
 * How the handling of a message is called, and how its trace relates to the producer's.
 *
 * @example
 * ```ts
 * const asPart: RestoreOptions = { name: 'order.paid', relation: 'parent' };
 *
 * restoreEventMetadata(metadata, asPart, () => orders.ship('42'));
 * ```
 */
export interface RestoreOptions {
  /** Low-cardinality name of the operation, such as `invoice.created`. */
  readonly name: string;
  /** Continue the producer's trace, or begin one of its own that is linked to it. @default the option `messaging.relation` */
  readonly relation?: TraceRelation;
}

/**
 * Runs `work` as the handling of the message that carried `metadata`: its logs, spans and the messages it produces in turn
 * belong to the producer's chain. Metadata that is missing, damaged or hostile is replaced; the result of `work` is returned as it is.
 *
 * @example
 * ```ts
 * const onMessage = (text: string): Promise<void> => {
 *   const message = JSON.parse(text) as EventMetadata & { orderId: string };
 *   return restoreEventMetadata(message, { name: 'order.paid' }, () => orders.ship(message.orderId));
 * };
 * ```
 */
export function restoreEventMetadata<T>(metadata: unknown, { name, relation }: RestoreOptions, work: () => T): T {
  const pipeline = pipelineFor(undefined);
  if (pipeline === undefined) return work();
  const start = startFrom(pipeline, metadata, relation);
  return pipeline.observe({ kind: 'event.process', name, labels: [name, ''], ...start }, work);
}

/** What an operation takes from the message that it handles. */
export function startFrom(
  pipeline: OperationPipeline,
  metadata: unknown,
  relation: TraceRelation = relations.get(pipeline) ?? 'link',
): ConsumerStart {
  const start = pipeline.diagnostics.safely('hooks', 'restore', () => consumed(metadata, relation), undefined);
  return start ?? consumed({}, relation);
}

const relations = new WeakMap<OperationPipeline, TraceRelation>();

/** What an application has chosen (`messaging.relation`), for all who restore metadata in it without a choice of their own. */
export function shareRelation(pipeline: OperationPipeline, relation: TraceRelation): void {
  relations.set(pipeline, relation);
}

function consumed(metadata: unknown, relation: TraceRelation): ConsumerStart {
  const known = typeof metadata === 'object' && metadata !== null ? (metadata as Partial<EventMetadata>) : {};
  return consumerStart(incomingMessage(fieldsOf(known), producerOf(known)), relation);
}

function fieldsOf({ correlation_id, causation_id, event_id }: Partial<EventMetadata>): Record<string, unknown> {
  return { [CORRELATION_ID]: correlation_id, [CAUSATION_ID]: causation_id, [EVENT_ID]: event_id };
}

function producerOf({ trace_id, span_id, trace_flags }: Partial<EventMetadata>): Context {
  if (typeof trace_id !== 'string' || typeof span_id !== 'string') return ROOT_CONTEXT;
  const traceFlags = trace_flags === UNRECORDED ? TraceFlags.NONE : TraceFlags.SAMPLED;
  const spanContext = { traceId: trace_id, spanId: span_id, traceFlags, isRemote: true };
  return isSpanContextValid(spanContext) ? trace.setSpanContext(ROOT_CONTEXT, spanContext) : ROOT_CONTEXT;
}
