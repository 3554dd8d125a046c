/** Every metric that sources may feed, in the order of the reference tables. A source adds its definitions here. */
import type { MetricDefinition, OperationConvention } from '../kernel/index.js';
import { cacheMetrics } from './cache/cache.metrics.js';
import { databaseMetrics, databaseQueryConvention } from './database/database.convention.js';
import { connectionMetrics } from './connections/connection.metrics.js';
import { cqrsConvention } from './events/cqrs.convention.js';
import { eventMetrics } from './events/event.metrics.js';
import { graphqlConvention } from './graphql/graphql.convention.js';
import { httpServerConvention } from './http/http.convention.js';
import { httpClientDuration } from './outgoing/outgoing.otel.js';
import { transportMetrics } from './outgoing/transport.metrics.js';
import { phaseMetrics } from './phases/phase.metrics.js';
import { poolMetrics } from './pools/pool.metrics.js';
import { queueMetrics } from './queues/queue.convention.js';
import { rpcServerConvention } from './rpc/rpc.convention.js';
import { scheduleConvention } from './schedule/schedule.convention.js';
import { sseMetrics } from './sse/sse.convention.js';
import { rateLimitMetrics } from './throttler/throttler.metrics.js';
import { websocketMetrics } from './websocket/websocket.convention.js';

export const sourceMetrics: readonly MetricDefinition[] = [
  ...measured(httpServerConvention),
  ...phaseMetrics,
  ...measured(rpcServerConvention),
  ...measured(graphqlConvention),
  ...measured(cqrsConvention),
  ...sseMetrics,
  ...websocketMetrics,
  ...connectionMetrics,
  ...transportMetrics,
  ...eventMetrics,
  ...queueMetrics,
  ...measured(scheduleConvention),
  ...rateLimitMetrics,
  ...poolMetrics,
  ...databaseMetrics,
  ...cacheMetrics,
];

/** A metric under OpenTelemetry's stable name. */
export interface OtelMetric {
  readonly definition: MetricDefinition;
  /** Ours that is not shown then; undefined where we have none. */
  readonly insteadOf: MetricDefinition | undefined;
}

/** All that `conventions: 'otel'` shows. */
export const otelMetrics: readonly OtelMetric[] = [
  ...counterparts(httpServerConvention),
  { definition: httpClientDuration, insteadOf: undefined },
  ...counterparts(databaseQueryConvention),
];

function counterparts({ measures }: OperationConvention): OtelMetric[] {
  return measures.flatMap(({ definition: insteadOf, otel }) =>
    otel === undefined ? [] : [{ definition: otel.definition, insteadOf }],
  );
}

function measured(...conventions: readonly OperationConvention[]): MetricDefinition[] {
  return conventions.flatMap(({ measures }) => measures.map(({ definition }) => definition));
}
