/** What `nestjs-observability/instruments` exports. */
export { getInstrument } from './get-instrument.js';
export { Instrument, type InstrumentClass, type InstrumentHost } from './instrument.js';
export { Handle } from './handle.js';
export { ProcessesInstrument } from './processes/processes.instrument.js';
export type { ObserveOptions as ProcessObserveOptions, ProcessOptions } from './processes/process-options.js';
export type { ProcessEnd } from './processes/process-end.js';
export type { ProcessHandle, RestartOptions } from './processes/process-handle.js';
export {
  ConnectionsInstrument,
  type ConnectionHandle,
  type ConnectionStart,
} from './connections/connections.instrument.js';
export { transport, TransportsInstrument } from './transports/transports.instrument.js';
export type { CallStart as TransportCallStart, Transport } from './transports/transport.js';
export type { TransportCall } from './transports/transport-call.js';
export type { Connecting } from './transports/connecting.js';
export type { MessageStreams } from './transports/line-follower.js';
export {
  journey,
  JourneysInstrument,
  type Journey,
  type JourneyOptions,
  type StageKey,
} from './journeys/journeys.instrument.js';
export { CachesInstrument, type ObservedCache } from './caches/caches.instrument.js';
export { RateLimitsInstrument, type Limiter, type LimiterName } from './rate-limits/rate-limits.instrument.js';
export { BuffersInstrument, type BufferPool } from './buffers/buffers.instrument.js';
export { EventsInstrument, type DeliveryOptions, type PublishOptions } from './events/events.instrument.js';
export type { OwedDelivery } from './events/owed-delivery.js';
export { QueuesInstrument, type JobStart, type ObservedQueue } from './queues/queues.instrument.js';
export { DatabaseInstrument } from './database/database.instrument.js';
export type { QueryStart } from './database/described-query.js';
export type { Started } from './observed-work.js';
export { SessionsInstrument, type SessionHandle, type SessionStart } from './sessions/sessions.instrument.js';
export { AiInstrument } from './ai/ai.instrument.js';
export type { AiCompletion } from './ai/ai-completion.js';
export type { AiCompletionStart, AiResponse } from './ai/ai-call.js';
export type { AiMessage } from './ai/message-shapes.js';
export type { AiCompletionFacts, AiOperation, AiUsage } from '../kernel/index.js';
export {
  PoolsInstrument,
  type ObservedPool,
  type ObserveOptions,
  type SlotPoolOptions,
} from './pools/pools.instrument.js';
export type { HomeMadePool, HomeMadeState } from './pools/home-made-pool.js';
export type { AcquireOptions, SlotPool } from './pools/slot-pool.js';
export type { Lease } from './pools/lease.js';
export { observeAnthropic } from './ai/clients/anthropic.js';
export { observeOpenAI } from './ai/clients/openai.js';
export type { ObserveClientOptions } from './ai/clients/observe-client.js';
export { aiSdkTelemetry, type AiSdkTelemetry, type AiSdkTelemetryOptions } from './ai/ai-sdk/ai-sdk-telemetry.js';
export { SseInstrument, type StreamOptions } from './sse/sse.instrument.js';
export type { ConnectOptions, PublishedEvent, SseTopic } from './sse/sse-topic.js';
export {
  WebSocketsInstrument,
  type ObservedServer,
  type ObserveServerOptions,
} from './websockets/websockets.instrument.js';
