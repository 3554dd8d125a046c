/**
 * How gateways' messages and their clients' connections are named and measured. A message is counted as received when a
 * gateway's handler gets it, as sent once per recipient; what nobody subscribes to is neither.
 */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';
import { LONG_DURATION_BUCKETS } from '../long-lived.js';

const WEBSOCKET = 'WebSocket';
const CONNECTIONS = 'connections';

const messageDuration: MetricDefinition = {
  name: 'websocket_message_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time from a message to the end of its answer, an Observable to its last value',
  labelNames: ['gateway', 'event'],
  buckets: 'duration',
  family: WEBSOCKET,
};

export const messagesReceived = {
  name: 'websocket_messages_received_total',
  type: 'counter',
  unit: 'count',
  help: 'Messages that reached a handler of a gateway',
  labelNames: [],
  family: WEBSOCKET,
} as const satisfies MetricDefinition;

export const messagesSent = {
  name: 'websocket_messages_sent_total',
  type: 'counter',
  unit: 'count',
  help: 'Messages and acknowledgements sent to clients, a broadcast once per recipient',
  labelNames: [],
  family: WEBSOCKET,
} as const satisfies MetricDefinition;

export const connectionsOpened = {
  name: 'connections_total',
  type: 'counter',
  unit: 'count',
  help: 'Long-lived connections that clients have opened',
  labelNames: [],
  family: CONNECTIONS,
} as const satisfies MetricDefinition;

export const connectionErrors = {
  name: 'connection_errors_total',
  type: 'counter',
  unit: 'count',
  help: 'Long-lived connections that ended with an error',
  labelNames: ['error_type'],
  family: CONNECTIONS,
} as const satisfies MetricDefinition;

export const messageConvention: OperationConvention = {
  kind: 'websocket.message',
  labelNames: messageDuration.labelNames,
  measures: [{ definition: messageDuration, value: 'duration' }],
};

/** `status` is the outcome: `ok` after a goodbye, `canceled` without one or at shutdown, `error` otherwise. */
export const connectionConvention: OperationConvention = {
  kind: 'websocket.connection',
  labelNames: ['status'],
  measures: [
    {
      definition: {
        name: 'websocket_connections_active',
        type: 'gauge',
        unit: 'count',
        help: 'Clients connected to gateways now',
        labelNames: [],
        family: WEBSOCKET,
      },
      value: 'active',
    },
    {
      definition: {
        name: 'connections_active',
        type: 'gauge',
        unit: 'count',
        help: 'Long-lived connections open now',
        labelNames: [],
        family: CONNECTIONS,
      },
      value: 'active',
    },
    {
      definition: {
        name: 'connection_duration_seconds',
        type: 'histogram',
        unit: 'seconds',
        help: 'How long connections have lasted',
        labelNames: ['status'],
        buckets: LONG_DURATION_BUCKETS,
        family: CONNECTIONS,
      },
      value: 'duration',
    },
  ],
};

export const websocketMetrics: readonly MetricDefinition[] = [
  ...connectionConvention.measures.map(({ definition }) => definition),
  connectionsOpened,
  connectionErrors,
  messagesReceived,
  messagesSent,
  messageDuration,
];
