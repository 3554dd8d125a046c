/** How queries are named and measured, and what pools and connections tell; families of capabilities §2 as data. */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';

/** OpenTelemetry's list for database clients, in seconds. */
const DATABASE_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

const database = { family: 'database' } as const;
const pools = { family: 'connection pools', labelNames: ['pool'] } as const;

export const queryDuration = {
  ...database,
  name: 'db_query_duration_seconds',
  type: 'histogram',
  unit: 'seconds',
  help: 'Time that queries and commands took, without the wait for a connection',
  labelNames: ['operation'],
  buckets: DATABASE_BUCKETS,
} as const satisfies MetricDefinition;

export const connectionsOpened = {
  ...database,
  name: 'db_connections_total',
  type: 'counter',
  unit: 'count',
  help: 'Database connections that were opened and used',
  labelNames: [],
} as const satisfies MetricDefinition;

export const databasePoolSize = {
  ...database,
  name: 'db_pool_size',
  type: 'gauge',
  unit: 'count',
  help: 'Connections that all pools together hold open',
  labelNames: [],
} as const satisfies MetricDefinition;

export const queryErrors = {
  ...database,
  name: 'db_errors_total',
  type: 'counter',
  unit: 'count',
  help: 'Queries that failed, by the class of their SQLSTATE, system error or error class',
  labelNames: ['operation', 'error_type'],
} as const satisfies MetricDefinition;

export const poolMetricDefinitions = {
  created: {
    ...pools,
    name: 'pool_connections_created_total',
    type: 'counter',
    unit: 'count',
    help: 'Connections handed out for the first time',
  },
  reused: {
    ...pools,
    name: 'pool_connections_reused_total',
    type: 'counter',
    unit: 'count',
    help: 'Connections handed out again',
  },
  idle: { ...pools, name: 'pool_connections_idle', type: 'gauge', unit: 'count', help: 'Open connections nobody uses' },
  inUse: { ...pools, name: 'pool_connections_in_use', type: 'gauge', unit: 'count', help: 'Connections in use' },
  size: { ...pools, name: 'pool_size', type: 'gauge', unit: 'count', help: 'Connections the pool may hold at most' },
  pending: {
    ...pools,
    name: 'pool_pending',
    type: 'gauge',
    unit: 'count',
    help: 'Requests that wait for a connection',
  },
  wait: {
    ...pools,
    name: 'pool_wait_duration_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'Time from asking for a connection to having it, opening it included',
    buckets: DATABASE_BUCKETS,
  },
} as const satisfies Record<string, MetricDefinition>;

/** In the order of the reference tables. */
export const databaseMetrics: readonly MetricDefinition[] = [
  ...Object.values(poolMetricDefinitions),
  queryDuration,
  connectionsOpened,
  databasePoolSize,
  queryErrors,
];

export const databaseQueryConvention: OperationConvention = {
  kind: 'database.query',
  labelNames: ['operation'],
  measures: [{ definition: queryDuration, value: 'duration' }],
};
