/**
 * How connections that clients have opened are measured: the sockets of the application's HTTP servers, WebSockets among them,
 * clients of gateways that have a server of their own, and what is told by hand.
 */
import type { MetricDefinition } from '../../kernel/index.js';
import { LONG_DURATION_BUCKETS } from '../long-lived.js';

const family = 'connections';

export const connectionsOpened = {
  name: 'connections_total',
  type: 'counter',
  unit: 'count',
  help: 'Connections that clients have opened',
  labelNames: [],
  family,
} as const satisfies MetricDefinition;

export const connectionsActive = {
  name: 'connections_active',
  type: 'gauge',
  unit: 'count',
  help: 'Connections open now',
  labelNames: [],
  family,
} as const satisfies MetricDefinition;

/** `status` is the outcome: `ok` after a goodbye, `canceled` where one was missing or the application stopped, `error` otherwise. */
export const connectionDuration = {
  name: 'connection_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'How long connections have lasted, by the time they ended',
  labelNames: ['status'],
  buckets: LONG_DURATION_BUCKETS,
  family,
} as const satisfies MetricDefinition;

export const connectionErrors = {
  name: 'connection_errors_total',
  type: 'counter',
  unit: 'count',
  help: 'Connections that ended with an error',
  labelNames: ['error_type'],
  family,
} as const satisfies MetricDefinition;

/** In the order of the reference tables. */
export const connectionMetrics: readonly MetricDefinition[] = [
  connectionsActive,
  connectionDuration,
  connectionsOpened,
  connectionErrors,
];
