/** What pools of connections tell, whoever made them; the family of capabilities §2 as data. `pool` is a name, a handful of values. */
import type { MetricDefinition } from '../../kernel/index.js';
import { DATABASE_BUCKETS } from '../database/database.convention.js';

const pools = { family: 'connection pools', labelNames: ['pool'] } as const;

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
  idle: {
    ...pools,
    name: 'pool_connections_idle',
    type: 'gauge',
    unit: 'count',
    isPerEntity: true,
    help: 'Open connections nobody uses',
  },
  inUse: {
    ...pools,
    name: 'pool_connections_in_use',
    type: 'gauge',
    unit: 'count',
    isPerEntity: true,
    help: 'Connections in use',
  },
  size: {
    ...pools,
    name: 'pool_size',
    type: 'gauge',
    unit: 'count',
    isPerEntity: true,
    help: 'Connections the pool may hold at most',
  },
  pending: {
    ...pools,
    name: 'pool_pending',
    type: 'gauge',
    unit: 'count',
    isPerEntity: true,
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
export const poolMetrics: readonly MetricDefinition[] = Object.values(poolMetricDefinitions);
