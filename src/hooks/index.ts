export { HooksHandler, idsOf } from './hooks.handler.js';
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
