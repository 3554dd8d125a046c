/**
 * How gateways' messages and their clients' connections are named and measured. A message is counted as received when a
 * gateway's handler gets it, as sent once per recipient; what nobody subscribes to is neither. A server that is observed by hand has
 * no handlers to ask: there every message counts.
 */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';

const WEBSOCKET = 'WebSocket';

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
  help: 'Messages that reached a handler of a gateway, or a server that is observed',
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

export const messageConvention: OperationConvention = {
  kind: 'websocket.message',
  labelNames: messageDuration.labelNames,
  measures: [{ definition: messageDuration, value: 'duration' }],
};

export const connectionConvention: OperationConvention = {
  kind: 'websocket.connection',
  labelNames: [],
  measures: [
    {
      definition: {
        name: 'websocket_connections_active',
        type: 'gauge',
        unit: 'count',
        help: 'Clients connected to gateways and observed servers now',
        labelNames: [],
        family: WEBSOCKET,
      },
      value: 'active',
    },
  ],
};

export const websocketMetrics: readonly MetricDefinition[] = [
  ...connectionConvention.measures.map(({ definition }) => definition),
  messagesReceived,
  messagesSent,
  messageDuration,
];
