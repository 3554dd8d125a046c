/**
 * How a message takes its fields along on each transport, beside its payload and never over what the application has put there:
 * headers where the transport has them, else the packet's `metadata`, which Nest 12 made for this and Nest 11 ignores.
 */
import type { MessageFields } from '../../hooks/index.js';
import { at } from './message-fields.js';
import type { OutgoingCall } from './outgoing-call.js';
import type { Method } from '../../kernel/index.js';

export interface Packet {
  data?: unknown;
  metadata?: unknown;
}

/** For transports whose packet is all there is; NATS, RabbitMQ and MQTT 5 have headers, which are merged later. */
export function writeToPacket(packet: Packet, call: OutgoingCall): void {
  const { transport, message } = call;
  if (transport === 'kafka') writeToRecord(packet, call);
  else if (transport === 'tcp' || transport === 'redis') addMetadata(packet, call.fields());
  else if (transport === 'mqtt' && !usesUserProperties(message.client, call)) addMetadata(packet, call.fields());
}

/**
 * MQTT 5 has user properties. A request is published after its reply topic's subscription, in nobody's context, and is Nest's own
 * packet anyway, so it keeps to the metadata.
 */
export function usesUserProperties(client: object, { message }: OutgoingCall): boolean {
  return message.operation === 'emit' && at(at(client, 'options'), 'protocolVersion') === 5;
}

function addMetadata(packet: Packet, fields: MessageFields): void {
  const { metadata } = packet;
  if (metadata === undefined || isPlain(metadata)) packet.metadata = { ...fields, ...metadata };
}

/** A copy for the serializer, which would turn the application's own object into its encoded form anyway. */
function writeToRecord(packet: Packet, call: OutgoingCall): void {
  if (hasNestSerializer(call.message.client)) packet.data = recordWith(packet.data, call.fields());
}

/** A serializer of the application's own may expect anything but a record. */
export function hasNestSerializer(kafkaClient: object): boolean {
  return at(kafkaClient, 'serializer')?.constructor.name === 'KafkaRequestSerializer';
}

/** Nest takes what has a key or a value for a Kafka record, and everything else for the value of one. */
export function recordWith(data: unknown, fields: MessageFields): object {
  const isRecord = typeof data === 'object' && data !== null && ('key' in data || 'value' in data);
  if (!isRecord) return { value: data, headers: fields };
  const copy = Object.create(Object.getPrototypeOf(data) as object, Object.getOwnPropertyDescriptors(data)) as object;
  const headers = { ...fields, ...(at(data, 'headers') as object | undefined) };
  return Object.defineProperty(copy, 'headers', {
    value: headers,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** RabbitMQ: always a new object, never the application's. */
export function mergedAmqpHeaders(headers: unknown, fields: MessageFields): object {
  return { ...fields, ...(headers as object | undefined) };
}

/** The options of an MQTT 5 publish. */
export function mergedMqttOptions(options: unknown, fields: MessageFields): object {
  const properties = at(options, 'properties') as object | undefined;
  const userProperties = { ...fields, ...(at(properties, 'userProperties') as object | undefined) };
  return { ...(options as object | undefined), properties: { ...properties, userProperties } };
}

interface NatsHeaders extends Iterable<[string, string[]]> {
  delete(name: string): void;
  append(name: string, value: string): void;
}

/** Nest's own merge makes the collection, so that it is of the client library's class; the application's is only read. */
export function mergedNatsHeaders(merge: Method, headers: unknown, fields: MessageFields): unknown {
  const merged = merge.call({ options: { headers: fields } }, undefined) as NatsHeaders;
  for (const [name, values] of (headers ?? []) as NatsHeaders) {
    merged.delete(name);
    for (const value of values) merged.append(name, value);
  }
  return merged;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
