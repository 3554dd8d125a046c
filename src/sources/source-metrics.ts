/** Every metric that sources may feed, in the order of the reference tables. A source adds its definitions here. */
import type { MetricDefinition, OperationConvention } from '../kernel/index.js';
import { cacheMetrics } from './cache/cache.metrics.js';
import { databaseMetrics } from './database/database.convention.js';
import { cqrsConvention } from './events/cqrs.convention.js';
import { eventMetrics } from './events/event.metrics.js';
import { graphqlConvention } from './graphql/graphql.convention.js';
import { httpServerConvention } from './http/http.convention.js';
import { transportMetrics } from './outgoing/transport.metrics.js';
import { phaseMetrics } from './phases/phase.metrics.js';
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
  ...transportMetrics,
  ...eventMetrics,
  ...measured(scheduleConvention),
  ...rateLimitMetrics,
  ...databaseMetrics,
  ...cacheMetrics,
];

function measured(...conventions: readonly OperationConvention[]): MetricDefinition[] {
  return conventions.flatMap(({ measures }) => measures.map(({ definition }) => definition));
}
