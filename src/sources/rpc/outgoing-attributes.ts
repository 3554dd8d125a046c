/** What spans tell about a message that leaves: method or destination, and the other end where the client knows it. */
import type { Attributes, Operation } from '../../kernel/index.js';
import { brokerAttributes, grpcAttributes, plainAttributes, type MessageKind } from './incoming-attributes.js';
import { at } from './message-fields.js';
import { isBroker } from './transports.js';

export function outgoingAttributes(kind: MessageKind, client: object, { error }: Operation): Attributes {
  if (kind.transport === 'grpc') return { ...grpcAttributes(kind, undefined, error), ...addressOf(at(client, 'url')) };
  if (isBroker(kind.transport)) return brokerAttributes(kind, destinationOf(kind, client), 'send');
  const host = at(client, 'host');
  const port = at(client, 'port');
  return {
    ...plainAttributes(kind),
    'server.address': typeof host === 'string' ? host : undefined,
    'server.port': typeof port === 'number' ? port : undefined,
  };
}

/** RabbitMQ's clients send to one queue whatever the pattern, unless patterns are routing keys. */
function destinationOf({ transport, pattern }: MessageKind, client: object): string {
  const queue = at(client, 'queue');
  const isRouted = at(at(client, 'options'), 'wildcards') === true;
  return transport === 'rabbitmq' && typeof queue === 'string' && queue !== '' && !isRouted ? queue : pattern;
}

/** gRPC targets may name a resolver; those of one host are `host:port`. */
function addressOf(url: unknown): Attributes {
  const [, host, port] = (typeof url === 'string' && /^([^/]+):(\d+)$/.exec(url)) || [];
  return host === undefined ? {} : { 'server.address': host, 'server.port': Number(port) };
}
