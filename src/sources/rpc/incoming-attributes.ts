/**
 * What spans and log lines tell about a message, under OpenTelemetry's names for RPC and messaging. Over a broker a request is
 * both: it has a destination, and a method that is called.
 */
import type { Attributes, Operation } from '../../kernel/index.js';
import { ask, at, contextOf, grpcCallOf, type HandlerArguments } from './message-fields.js';
import { statusNameOf } from './grpc-status.js';
import { isBroker } from './transports.js';

export interface MessageKind {
  readonly transport: string;
  readonly pattern: string;
  readonly isEvent: boolean;
}

export function incomingAttributes(kind: MessageKind, args: HandlerArguments, { error }: Operation): Attributes {
  if (kind.transport === 'grpc') return grpcAttributes(kind, ask(grpcCallOf(args), 'getPath'), error);
  if (!isBroker(kind.transport)) return plainAttributes(kind);
  return brokerAttributes(kind, destinationOf(kind.transport, contextOf(args)) ?? kind.pattern, 'process');
}

export function brokerAttributes(
  { transport, pattern, isEvent }: MessageKind,
  destination: string,
  operation: 'process' | 'send',
): Attributes {
  return {
    'messaging.system': transport,
    'messaging.operation.type': operation,
    'messaging.operation.name': operation,
    'messaging.destination.name': destination,
    'messaging.destination.template': destination === pattern ? undefined : pattern,
    'rpc.method': isEvent ? undefined : pattern,
  };
}

/** @param path `/package.Service/Method`, as HTTP/2 has it */
export function grpcAttributes({ pattern }: MessageKind, path: unknown, error: unknown): Attributes {
  return {
    'rpc.system.name': 'grpc',
    'rpc.method': typeof path === 'string' ? path.replace(/^\//, '') : pattern,
    'rpc.response.status_code': statusNameOf(error),
  };
}

/** TCP, and transports of the application's own: Nest's packets are the protocol. */
export function plainAttributes({ transport, pattern }: MessageKind): Attributes {
  return {
    'rpc.system.name': 'nestjs',
    'rpc.method': pattern,
    'network.transport': transport === 'tcp' ? 'tcp' : undefined,
  };
}

const DESTINATIONS: Readonly<Record<string, (context: unknown) => unknown>> = {
  redis: (context) => ask(context, 'getChannel'),
  nats: (context) => ask(context, 'getSubject'),
  mqtt: (context) => ask(context, 'getTopic'),
  kafka: (context) => ask(context, 'getTopic'),
  rabbitmq: (context) => at(at(ask(context, 'getMessage'), 'fields'), 'routingKey'),
};

/** The concrete subject, topic, channel or queue, which a pattern with wildcards does not tell. */
function destinationOf(transport: string, context: unknown): string | undefined {
  const destination = DESTINATIONS[transport]?.(context);
  return typeof destination === 'string' && destination !== '' ? destination : undefined;
}
