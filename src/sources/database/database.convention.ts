/** How queries and connections are named and measured; the database family of capabilities §2 as data. */
import type { MetricDefinition, OperationConvention } from '../../kernel/index.js';
import { DATABASE_BUCKETS, operationDuration } from './database.otel.js';

export { DATABASE_BUCKETS };

const database = { family: 'database' } as const;

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

/** In the order of the reference tables. */
export const databaseMetrics: readonly MetricDefinition[] = [
  queryDuration,
  connectionsOpened,
  databasePoolSize,
  queryErrors,
];

export const databaseQueryConvention: OperationConvention = {
  kind: 'database.query',
  labelNames: ['operation'],
  measures: [{ definition: queryDuration, value: 'duration', otel: operationDuration }],
};
