export { cacheEntries, cacheEvictions, cacheLoadDuration, cacheRequests } from './cache/cache.metrics.js';
export { poolsByHand, queriesByHand, webSocketsByHand } from './by-hand.js';
export { CacheSource } from './cache/cache.source.js';
export type { QuerySubject } from './database/database.otel.js';
export type { QueryFailure } from './database/query-error.js';
export type { SqlStatement } from './database/sql-statement.js';
export { mayUseDrivers } from './database/driver-usage.js';
export { errorRecorder } from './error-recorder.js';
export { EventsSource } from './events/events.source.js';
export { exchangeOn, type HttpExchange } from './http/http-exchange.js';
export { UNMATCHED_ROUTE } from './http/http.convention.js';
export { HttpSource, type HttpSourceOptions } from './http/http.source.js';
export { RouteTable, type Route } from './http/route-table.js';
export { slowMsOf } from './http/slow-requests.js';
export { NestApplication } from './nest-application.js';
export type { NestSource } from './nest-source.js';
export { methodNames, type Enhancer, type EnhancerRole } from './phases/enhancers.js';
export { nameHandlers, observeEnhancer, observeHandlers } from './phases/phase.source.js';
export { ConnectionCounts, endByError, type CountedConnection } from './connections/connection-counts.js';
export { ServerSocketSource } from './connections/server-socket.source.js';
export { failureOf } from './outgoing/call-end.js';
export { OutgoingSource } from './outgoing/outgoing.source.js';
export {
  transportBodyBytes,
  transportConnectDuration,
  transportConnectionsCreated,
  transportConnectionsReused,
  transportErrors,
  transportFirstByte,
  transportHeaderDuration,
  transportMessageSize,
  transportOperations,
  transportSerialization,
  transportTransfer,
  type TransportDirection,
} from './outgoing/transport.metrics.js';
export { ProvidersSource } from './providers/providers.source.js';
export { LONG_DURATION_BUCKETS } from './long-lived.js';
export { usesMicroservices } from './rpc/microservices-usage.js';
export { SourceOnDemand } from './source-on-demand.js';
export { deliveryScope, deliveryStart, Emission, emissionOf, publishingStart } from './events/emission.js';
export {
  eventProcessConvention,
  eventsFailed,
  eventsPending,
  eventsProcessed,
  eventsPublished,
} from './events/event.metrics.js';
export { queueDepth, queueProcessConvention, queuePublishConvention } from './queues/queue.convention.js';
export { QueueMeter } from './queues/queue-meter.js';
export type { PoolReader, PoolState, PoolWatch } from './pools/pool-watch.js';
export type { PoolRegister } from './pools/pool-register.js';
export { sseEvents, type EventOutcome } from './sse/sse.convention.js';
export { SseSource } from './sse/sse.source.js';
export { feedStream, responseHere, type StreamFeed } from './sse/stream-feed.js';
export { rateLimitChecks, rateLimitHits } from './throttler/throttler.metrics.js';
export { ThrottlerSource } from './throttler/throttler.source.js';
export type { ClientConnections } from './websocket/client-connections.js';
export type { WebSocketServerLike } from './websocket/observed-server.js';
