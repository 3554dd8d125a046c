/** Nest's transports by the names that labels and OpenTelemetry use. Told by what an instance shows: nothing is loaded for it. */

/** In the order of Nest's `Transport`, whose numbers servers carry. */
const BY_NUMBER = ['tcp', 'redis', 'nats', 'mqtt', 'grpc', 'rabbitmq', 'kafka'];

const BY_CLIENT_CLASS: Readonly<Record<string, string>> = {
  ClientTCP: 'tcp',
  ClientRedis: 'redis',
  ClientNats: 'nats',
  ClientMqtt: 'mqtt',
  ClientGrpcProxy: 'grpc',
  ClientRMQ: 'rabbitmq',
  ClientKafka: 'kafka',
};

/** Those with a broker in between, under OpenTelemetry's `messaging.system`. */
const BROKERS: ReadonlySet<string> = new Set(['redis', 'nats', 'mqtt', 'rabbitmq', 'kafka']);

export function isBroker(transport: string): boolean {
  return BROKERS.has(transport);
}

/** A transport of the application's own goes by its id, or else by its class. */
export function transportOfServer(server: object): string {
  const { transportId } = server as { transportId?: unknown };
  if (typeof transportId === 'number') return BY_NUMBER[transportId] ?? server.constructor.name;
  if (typeof transportId === 'symbol') return transportId.description ?? server.constructor.name;
  return typeof transportId === 'string' ? transportId : server.constructor.name;
}

/** A client of the application's own goes by its class, unless it extends one of Nest's. */
export function transportOfClient(client: object): string {
  const known = prototypesOf(client).find(({ constructor }) => BY_CLIENT_CLASS[constructor.name] !== undefined);
  return known === undefined ? client.constructor.name : BY_CLIENT_CLASS[known.constructor.name]!;
}

/** From the class of the instance outwards, without `Object`. */
export function prototypesOf(instance: object): object[] {
  const prototypes: object[] = [];
  let here = Object.getPrototypeOf(instance) as object | null;
  for (; here !== null && here !== Object.prototype; here = Object.getPrototypeOf(here) as object | null) {
    prototypes.push(here);
  }
  return prototypes;
}
