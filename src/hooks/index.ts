export { HooksHandler, idsOf } from './hooks.handler.js';
export { eventMetadata, restoreEventMetadata, type EventMetadata, type RestoreOptions } from './event-metadata.js';
export { nextId, trustedId } from './ids.js';
export {
  consumerStart,
  incomingMessage,
  outgoingFields,
  type IncomingMessage,
  type MessageFields,
  type TraceRelation,
} from './message-carrier.js';
