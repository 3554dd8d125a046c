/** Connections to brokers: NATS, AMQP, MQTT and Kafka, as their packages make them. */
import { dependency, onAbort, tooLate } from './dependency.js';
import { isObject } from './shape.js';

export interface NatsConnection {
  /** Of the client's own; it tells of a lost connection before the client gives up. */
  readonly protocol?: { readonly connected?: boolean };
  flush(): Promise<void>;
}

export const nats = dependency<NatsConnection>({
  kind: 'nats',
  recognises: (shape) => shape.hasMethods('flush', 'isClosed', 'requestMany', 'getServer'),
  isOpen: () => true,
  ask: askNats,
});

/** PING and PONG. A connection that is lost rejects at once; one that hangs, when the client notices. */
export async function askNats(connection: NatsConnection): Promise<void> {
  if (connection.protocol?.connected === false) throw lost();
  await connection.flush();
}

interface AmqpConnection {
  createChannel(): Promise<{ on(event: 'error', listener: () => void): void; close(): Promise<void> }>;
}

export interface AmqpManager {
  readonly connection?: AmqpConnection;
  isConnected(): boolean;
}

export const amqpManager = dependency<AmqpManager>({
  kind: 'rabbitmq',
  recognises: (shape) => shape.hasMethods('createChannel', 'isConnected', 'reconnect'),
  isOpen: () => true,
  ask: askAmqpManager,
});

export const amqpConnection = dependency<AmqpConnection>({
  kind: 'rabbitmq',
  recognises: (shape) => shape.hasMethods('createChannel', 'createConfirmChannel') && isObject(shape.own('connection')),
  isOpen: () => true,
  ask: openChannel,
});

export async function askAmqpManager(manager: AmqpManager): Promise<void> {
  const { connection } = manager;
  if (!manager.isConnected() || connection === undefined) throw lost();
  await openChannel(connection);
}

/** A channel of its own: whatever goes wrong on it harms none of the application's. */
async function openChannel(connection: AmqpConnection): Promise<void> {
  const channel = await connection.createChannel();
  channel.on('error', () => undefined);
  await channel.close();
}

type Listener = (packet: { readonly cmd?: string }) => void;

export interface MqttClient {
  readonly connected: boolean;
  /** Since mqtt 5. */
  sendPing?(): void;
  on(event: string, listener: Listener): unknown;
  removeListener(event: string, listener: Listener): unknown;
}

export const mqtt = dependency<MqttClient>({
  kind: 'mqtt',
  recognises: (shape) => shape.hasMethods('publish', 'subscribe', 'end') && typeof shape.own('connected') === 'boolean',
  isOpen: () => true,
  ask: askMqtt,
});

/** PINGREQ and PINGRESP. */
export async function askMqtt(client: MqttClient, signal: AbortSignal): Promise<void> {
  if (!client.connected) throw lost();
  if (client.sendPing === undefined) return;
  await new Promise<void>((resolve, reject) => {
    const settle = (end: () => void): void => {
      client.removeListener('packetreceive', received);
      client.removeListener('close', closed);
      forget();
      end();
    };
    const received: Listener = ({ cmd }) => cmd === 'pingresp' && settle(resolve);
    const closed = (): void => settle(() => reject(lost()));
    client.on('packetreceive', received);
    client.on('close', closed);
    const forget = onAbort(signal, () => settle(() => reject(tooLate())));
    client.sendPing!();
  });
}

interface KafkaAdmin {
  connect(): Promise<void>;
  describeCluster(): Promise<unknown>;
  disconnect(): Promise<void>;
}

export interface Kafka {
  admin(config: { readonly retry: { readonly retries: number } }): KafkaAdmin;
}

/** Whether a Kafka of kafkajs is in use shows in nothing, so it is asked only where the user says so. */
export const kafka = dependency<Kafka>({
  kind: 'kafka',
  recognises: (shape) => shape.hasMethods('admin', 'producer', 'consumer'),
  isOpen: () => true,
  ask: askKafka,
});

/** Producers and consumers have no question to ask; an admin of our own has, and is gone afterwards. */
export async function askKafka(client: Kafka, signal: AbortSignal): Promise<void> {
  const admin = client.admin({ retry: { retries: 0 } });
  const disconnect = (): void => void admin.disconnect().catch(() => undefined);
  const forget = onAbort(signal, disconnect);
  try {
    await admin.connect();
    await admin.describeCluster();
  } finally {
    forget();
    if (!signal.aborted) disconnect();
  }
}

function lost(): Error {
  return new Error('the connection is lost');
}
