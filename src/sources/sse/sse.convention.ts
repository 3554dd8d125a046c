/**
 * How event streams are named and measured; `stream` is the name of the topic that is streamed, else the route's template. A
 * stream may be open for hours, so it is an operation of its own, and the HTTP request that opened it ends when its head has
 * been written: requests, latency and what is in flight stay what they are elsewhere. Other streamed answers, such as downloads,
 * remain requests to their end.
 */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';
import { LONG_DURATION_BUCKETS } from '../long-lived.js';

const shared = { labelNames: ['stream'], family: 'SSE' } as const;

export const sseConvention: OperationConvention = {
  kind: 'sse.stream',
  labelNames: shared.labelNames,
  measures: [
    {
      definition: {
        ...shared,
        name: 'sse_streams_active',
        type: 'gauge',
        unit: 'count',
        help: 'Event streams open now',
        isPerEntity: true,
      },
      value: 'active',
    },
    {
      definition: {
        ...shared,
        name: 'sse_stream_duration_seconds',
        type: 'histogram',
        unit: 'seconds',
        help: 'How long event streams have lasted',
        buckets: LONG_DURATION_BUCKETS,
      },
      value: 'duration',
    },
  ],
};

export const sseReconnections = {
  ...shared,
  name: 'sse_reconnections_total',
  type: 'counter',
  unit: 'count',
  help: 'Event streams opened with a Last-Event-ID',
} as const satisfies MetricDefinition;

/**
 * What can be told by watching, and by the topics of the SSE instrument of what they never wrote: `sent` is an event that was handed to the operating system, `deduplicated` one that repeats an
 * id this stream has sent before (or the client has named in Last-Event-ID), so that a client which keeps ids ignores it,
 * `dropped` one that was written for a client already gone, or was still waiting in memory when it left. A topic counts an event
 * that is published again once, and one that a client was too slow for once for that client; what Nest holds between
 * the two when a client leaves, some 16 KiB, is counted nowhere. Each event counts once.
 */
export type EventOutcome = 'sent' | 'deduplicated' | 'dropped';

export const sseEvents = {
  ...shared,
  labelNames: ['stream', 'outcome'],
  name: 'sse_events_total',
  type: 'counter',
  unit: 'count',
  help: 'Events written to event streams, by what became of them: sent, deduplicated or dropped',
} as const satisfies MetricDefinition;

export const sseIdle = {
  ...shared,
  name: 'sse_idle_seconds',
  type: 'gauge',
  unit: 'seconds',
  help: 'Time since the last event of the open stream that has been silent for longest',
  aggregate: 'max',
  isPerEntity: true,
} as const satisfies MetricDefinition;

export const sseBuffer = {
  ...shared,
  name: 'sse_buffer_bytes',
  type: 'gauge',
  unit: 'bytes',
  help: 'Bytes that wait in memory because clients do not read, of all open streams',
  isPerEntity: true,
} as const satisfies MetricDefinition;

export const sseMetrics: readonly MetricDefinition[] = [
  ...sseConvention.measures.map(({ definition }) => definition),
  sseReconnections,
  sseEvents,
  sseIdle,
  sseBuffer,
];
