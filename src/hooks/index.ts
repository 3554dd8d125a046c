export { isInSample, subscribe, type HookOptions } from './hook.js';
export { HooksHandler, idsOf, type HooksHandlerOptions } from './hooks.handler.js';
export { ExchangeFacts, type ObservedExchange, type RawHeaders } from './http-exchange.js';
export { inPhase, phaseDurationsOf, startPhase, type EndPhase } from './phases.js';
export { subscribeProviders } from './provider-hooks.js';
export {
  eventMetadata,
  metadataOf,
  restoreEventMetadata,
  shareRelation,
  startFrom,
  type EventMetadata,
  type RestoreOptions,
} from './event-metadata.js';
export { nextId, trustedId } from './ids.js';
export {
  CAUSATION_ID,
  causedScope,
  consumerStart,
  CORRELATION_ID,
  correlationOf,
  incomingMessage,
  outgoingFields,
  type ConsumerStart,
  type IncomingMessage,
  type MessageFields,
  type TraceRelation,
} from './message-carrier.js';
