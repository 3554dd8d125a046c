/**
 * Metrics of what leaves the application, whichever transport carries it: `http`, `nats`, `websocket`, … Durations in
 * seconds, sizes in bytes. Every client source feeds the part of the family that its transport can tell truthfully.
 */
import { SIZE_BUCKETS_BYTES, type MetricDefinition } from '../../kernel/index.js';

const family = 'outgoing transports';

export const transportOperations = {
  name: 'transport_operations_total',
  type: 'counter',
  unit: 'count',
  help: 'Outgoing operations that ended',
  labelNames: ['transport', 'operation', 'outcome'],
  family,
} as const satisfies MetricDefinition;

export const transportErrors = {
  name: 'transport_errors_total',
  type: 'counter',
  unit: 'count',
  help: 'Outgoing operations that failed',
  labelNames: ['transport', 'error_type'],
  family,
} as const satisfies MetricDefinition;

export const transportConnectDuration = {
  name: 'transport_connect_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time to open a new connection, name resolution and TLS included',
  labelNames: ['transport'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const transportFirstByte = {
  name: 'transport_first_byte_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the start of an outgoing operation to the first byte of its answer',
  labelNames: ['transport'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const transportTransfer = {
  name: 'transport_transfer_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the head of an answer to its last byte',
  labelNames: ['transport'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const transportSerialization = {
  name: 'transport_serialization_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time to turn a message into bytes, or bytes into a message',
  labelNames: ['transport', 'direction'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const transportHeaderDuration = {
  name: 'transport_header_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from the head of a request leaving to the complete head of its answer',
  labelNames: ['transport'],
  buckets: 'duration',
  family,
} as const satisfies MetricDefinition;

export const transportBodyBytes = {
  name: 'transport_body_bytes_total',
  type: 'counter',
  unit: 'bytes',
  help: 'Bytes of bodies sent and received',
  labelNames: ['transport', 'direction'],
  family,
} as const satisfies MetricDefinition;

export const transportMessageSize = {
  name: 'transport_message_size_bytes',
  type: 'histogram',
  unit: 'bytes',
  help: 'Size of messages sent and received',
  labelNames: ['transport', 'direction'],
  buckets: SIZE_BUCKETS_BYTES,
  family,
} as const satisfies MetricDefinition;

export const transportConnectionsCreated = {
  name: 'transport_connections_created_total',
  type: 'counter',
  unit: 'count',
  help: 'Connections opened for outgoing operations',
  labelNames: ['transport'],
  family,
} as const satisfies MetricDefinition;

export const transportConnectionsReused = {
  name: 'transport_connections_reused_total',
  type: 'counter',
  unit: 'count',
  help: 'Outgoing operations that went over a connection opened before',
  labelNames: ['transport'],
  family,
} as const satisfies MetricDefinition;

/** In the order of the reference tables. */
export const transportMetrics: readonly MetricDefinition[] = [
  transportOperations,
  transportErrors,
  transportConnectDuration,
  transportFirstByte,
  transportTransfer,
  transportSerialization,
  transportHeaderDuration,
  transportBodyBytes,
  transportMessageSize,
  transportConnectionsCreated,
  transportConnectionsReused,
];

/** Label values of `direction`. */
export type TransportDirection = 'sent' | 'received';
