/** Every instrument that Nest can inject, in the order of the reference tables, and what all of them may measure. */
import type { MetricDefinition } from '../kernel/index.js';
import type { InstrumentClass } from './instrument.js';
import { AiInstrument } from './ai/ai.instrument.js';
import { aiMetrics } from './ai/ai.metrics.js';
import { BuffersInstrument } from './buffers/buffers.instrument.js';
import { bufferMetrics } from './buffers/buffers.metrics.js';
import { CachesInstrument } from './caches/caches.instrument.js';
import { DatabaseInstrument } from './database/database.instrument.js';
import { EventsInstrument } from './events/events.instrument.js';
import { JourneysInstrument } from './journeys/journeys.instrument.js';
import { journeyMetrics } from './journeys/journeys.metrics.js';
import { QueuesInstrument } from './queues/queues.instrument.js';
import { RateLimitsInstrument } from './rate-limits/rate-limits.instrument.js';
import { ProcessesInstrument } from './processes/processes.instrument.js';
import { processMetrics } from './processes/processes.metrics.js';
import { PoolsInstrument } from './pools/pools.instrument.js';
import { SseInstrument } from './sse/sse.instrument.js';
import { ConnectionsInstrument } from './connections/connections.instrument.js';
import { SessionsInstrument } from './sessions/sessions.instrument.js';
import { sessionMetrics } from './sessions/sessions.metrics.js';
import { TransportsInstrument } from './transports/transports.instrument.js';
import { WebSocketsInstrument } from './websockets/websockets.instrument.js';

export const allInstruments: readonly InstrumentClass[] = [
  SessionsInstrument,
  BuffersInstrument,
  EventsInstrument,
  QueuesInstrument,
  RateLimitsInstrument,
  DatabaseInstrument,
  CachesInstrument,
  JourneysInstrument,
  ProcessesInstrument,
  TransportsInstrument,
  ConnectionsInstrument,
  AiInstrument,
  PoolsInstrument,
  SseInstrument,
  WebSocketsInstrument,
];

export const instrumentMetrics: readonly MetricDefinition[] = [
  ...sessionMetrics,
  ...processMetrics,
  ...aiMetrics,
  ...bufferMetrics,
  ...journeyMetrics,
];
