/**
 * The clients of Nest's microservices. All of them connect at their first use, and some forget a lost connection until the next:
 * then whether the server accepts connections tells how that use would go.
 */
import {
  askAmqpManager,
  askKafka,
  askMqtt,
  askNats,
  type AmqpManager,
  type Kafka,
  type MqttClient,
  type NatsConnection,
} from './brokers.js';
import { dependency, type Dependency } from './dependency.js';
import { askGrpc, isConnecting, type GrpcClient } from './grpc.js';
import { addressOf, reach, type ServerAddress } from './reachability.js';
import { askIoRedis, type IoRedis } from './redis.js';
import { isObject, ownValue } from './shape.js';

interface Transport<C extends object> extends Pick<Dependency<C>, 'kind' | 'isOpen' | 'ask' | 'reach'> {
  readonly className: string;
  serversOf(options: TransportOptions): readonly ServerAddress[];
}

/** Where the server is, in the words of all transports. */
interface TransportOptions {
  readonly host?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly url?: string;
  readonly urls?: readonly (string | TransportOptions)[];
  readonly servers?: string | readonly string[];
  readonly client?: { readonly brokers?: unknown };
}

interface ClientTcp {
  readonly host: string;
  readonly port: number;
  readonly socket?: object | null;
}

const tcp: Transport<ClientTcp> = {
  kind: 'tcp',
  className: 'ClientTCP',
  isOpen: ({ socket }) => isObject(socket),
  // Nest's protocol has no ping; that the process accepts a connection is all there is to know.
  ask: ({ host, port }, signal) => reach([{ host, port }], signal),
  serversOf: ({ host = 'localhost', port = 3000 }) => [{ host, port }],
};

const redis: Transport<{ readonly pubClient?: IoRedis | null }> = {
  kind: 'redis',
  className: 'ClientRedis',
  isOpen: ({ pubClient }) => isObject(pubClient),
  ask: ({ pubClient }, signal) => askIoRedis(pubClient!, signal),
  serversOf: ({ host = 'localhost', port = 6379 }) => [{ host, port }],
};

interface ClientNats {
  readonly natsClient: NatsConnection | null;
  readonly connectionPromise: Promise<NatsConnection> | null;
}

const nats: Transport<ClientNats> = {
  kind: 'nats',
  className: 'ClientNats',
  isOpen: ({ natsClient, connectionPromise }) => isObject(natsClient ?? connectionPromise),
  ask: async ({ natsClient, connectionPromise }) => askNats(natsClient ?? (await connectionPromise!)),
  serversOf: ({ servers = 'localhost' }) => [servers].flat().flatMap((server) => addressOf(server, 'nats')),
};

const mqtt: Transport<{ readonly mqttClient: MqttClient | null }> = {
  kind: 'mqtt',
  className: 'ClientMqtt',
  isOpen: ({ mqttClient }) => isObject(mqttClient),
  ask: ({ mqttClient }, signal) => askMqtt(mqttClient!, signal),
  serversOf: ({ url = 'localhost' }) => addressOf(url, 'mqtt'),
};

/** One client for each service; all of them lead to the same server. */
interface ClientGrpc {
  readonly clients: ReadonlyMap<string, GrpcClient>;
}

const grpc: Transport<ClientGrpc> = {
  kind: 'grpc',
  className: 'ClientGrpcProxy',
  isOpen: ({ clients }) => [...clients.values()].some(isConnecting),
  ask: askAnyService,
  // A lost connection is opened again by the next call, so the question is that call.
  reach: askAnyService,
  serversOf: ({ url = 'localhost:5000' }) => addressOf(url.replace(/^(?:dns|ipv[46]):\/*/, ''), 'grpc'),
};

async function askAnyService({ clients }: ClientGrpc, signal: AbortSignal): Promise<void> {
  const all = [...clients.values()];
  const client = all.find(isConnecting) ?? all[0];
  if (client === undefined) throw new Error('the client is closed');
  await askGrpc(client, signal);
}

const rabbitmq: Transport<{ readonly client: AmqpManager | null }> = {
  kind: 'rabbitmq',
  className: 'ClientRMQ',
  isOpen: ({ client }) => isObject(client),
  ask: ({ client }) => askAmqpManager(client!),
  serversOf: ({ urls = ['localhost'] }) => urls.flatMap(amqpAddress),
};

function amqpAddress(url: string | TransportOptions): ServerAddress[] {
  if (typeof url === 'string') return addressOf(url, 'amqp');
  return [{ host: url.hostname ?? 'localhost', port: url.port ?? 5672 }];
}

interface ClientKafka {
  readonly client: Kafka | null;
  readonly _producer: unknown;
}

const kafka: Transport<ClientKafka> = {
  kind: 'kafka',
  className: 'ClientKafka',
  isOpen: ({ client, _producer }) => isObject(client) && isObject(_producer),
  ask: ({ client }, signal) => askKafka(client!, signal),
  serversOf: ({ client: { brokers = ['localhost:9092'] } = {} }) =>
    Array.isArray(brokers) ? brokers.flatMap((broker) => addressOf(String(broker), 'kafka')) : [],
};

function nestClient<C extends object>(transport: Transport<C>): Dependency {
  const { className, kind, isOpen, ask, serversOf } = transport;
  return dependency<C>({
    kind,
    isPerService: true,
    recognises: (shape) => shape.hasMethods('createObserver', 'send', 'emit') && shape.classNames().includes(className),
    isOpen,
    ask,
    reach: transport.reach ?? ((client, signal) => reach(serversOf(optionsOf(client)), signal)),
  });
}

/** A TCP client keeps no options: what it was told are its own properties. */
function optionsOf(client: object): TransportOptions {
  return (ownValue(client, 'options') ?? client) as TransportOptions;
}

export const nestClients: readonly Dependency[] = [
  nestClient(tcp),
  nestClient(redis),
  nestClient(nats),
  nestClient(mqtt),
  nestClient(grpc),
  nestClient(rabbitmq),
  nestClient(kafka),
];

/** In the order of Nest's `Transport`. */
const SERVERS: readonly ((options: TransportOptions) => readonly ServerAddress[])[] = [
  tcp.serversOf,
  redis.serversOf,
  nats.serversOf,
  mqtt.serversOf,
  grpc.serversOf,
  rabbitmq.serversOf,
  kafka.serversOf,
];

/** `{ transport: Transport.TCP, options: { host, port } }`, as Nest takes it. */
interface MicroserviceOptions {
  readonly transport: number;
  readonly options?: TransportOptions;
}

/** A server that is known by its options alone, without a client. */
export const describedServer = dependency<MicroserviceOptions>({
  kind: 'microservice',
  recognises: (shape) => SERVERS[Number(shape.own('transport') ?? NaN)] !== undefined,
  isOpen: () => true,
  ask: ({ transport, options = {} }, signal) => reach(SERVERS[transport]!(options), signal),
});
