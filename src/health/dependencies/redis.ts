/** Redis: ioredis and its clusters, node-redis, and the connections of BullMQ. */
import { dependency, onAbort } from './dependency.js';
import { isObject, ownValue, Shape } from './shape.js';

interface RedisAddress {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string;
  readonly db?: number;
}

export interface IoRedis {
  readonly status: string;
  readonly options?: RedisAddress;
  /** What was sent and not yet answered; not in a cluster. */
  readonly commandQueue?: { peekFront?(): { readonly command: { readonly name: string } } | undefined };
  ping(): Promise<unknown>;
  on(event: string, listener: () => void): unknown;
  removeListener(event: string, listener: () => void): unknown;
}

export const ioRedis = dependency<IoRedis>({
  kind: 'redis',
  recognises: (shape) => {
    const isClient = shape.hasMethods('sendCommand', 'silentEmit');
    const isCluster = shape.hasMethods('sendCommand', 'refreshSlotsCache');
    return (isClient || isCluster) && typeof shape.own('status') === 'string';
  },
  isOpen: ({ status }) => status !== 'wait',
  ask: askIoRedis,
  addressOf: ({ options }) => addressOf(options),
});

interface NodeRedis {
  readonly isOpen: boolean;
  /** None in a cluster. */
  readonly isReady?: boolean;
  ping(): Promise<unknown>;
}

export const nodeRedis = dependency<NodeRedis>({
  kind: 'redis',
  recognises: (shape) => shape.hasMethods('sendCommand', 'duplicate') && shape.hasGetter('isOpen'),
  isOpen: ({ isOpen }) => isOpen,
  ask: async (client) => {
    if (client.isReady === false) throw notConnected('reconnecting');
    await client.ping();
  },
});

interface BullmqConnection {
  readonly _client?: IoRedis;
  readonly opts?: RedisAddress;
}

/** A queue, a flow producer, or a worker; that of queue events waits for the server and answers nothing else. */
export const bullmq = dependency<object>({
  kind: 'redis',
  recognises: (shape) => {
    const connection = bullmqConnection((name) => shape.own(name));
    return isObject(connection) && (ownValue(connection, 'extraOptions') as { blocking?: unknown }).blocking !== true;
  },
  isOpen: (queue) => clientOf(queue) !== undefined,
  ask: (queue, signal) => askIoRedis(clientOf(queue)!, signal),
  addressOf: (queue) => addressOf(connectionOf(queue)?.opts),
});

/** Undefined until it has been made. */
function clientOf(queue: object): IoRedis | undefined {
  const { _client: client } = connectionOf(queue) ?? {};
  return client;
}

function connectionOf(queue: object): BullmqConnection | undefined {
  return bullmqConnection((name) => ownValue(queue, name)) as BullmqConnection | undefined;
}

/** It hangs on the queue itself; since BullMQ 6 on its backend. */
function bullmqConnection(own: (name: string) => unknown): object | undefined {
  const backend = own('backend');
  const candidates = [own('connection'), isObject(backend) ? ownValue(backend, 'connection') : undefined];
  return candidates.filter(isObject).find((candidate) => {
    const shape = Shape.of(candidate);
    return isObject(shape.own('extraOptions')) && isObject(shape.own('initializing'));
  });
}

/** Without a connection a command would wait in the client's queue, where it cannot be called off. */
export async function askIoRedis(client: IoRedis, signal: AbortSignal): Promise<void> {
  if (client.status === 'connecting' || client.status === 'connect') await attemptOver(client, signal);
  if (client.status !== 'ready') throw notConnected(client.status);
  // It waits for the server on purpose, and a question would wait behind it.
  if (BLOCKING.test(client.commandQueue?.peekFront?.()?.command.name ?? '')) return;
  await client.ping();
}

/** An application that has just started is not down because its first connection takes a moment. */
function attemptOver(client: IoRedis, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      for (const event of ATTEMPT_OVER) client.removeListener(event, settle);
      forget();
      resolve();
    };
    for (const event of ATTEMPT_OVER) client.on(event, settle);
    const forget = onAbort(signal, settle);
  });
}

const ATTEMPT_OVER = ['ready', 'close', 'end'] as const;
const BLOCKING = /^(?:b[lrz]|xread)/i;

function notConnected(status: string): Error {
  return new Error(`the connection is not ready (${status})`);
}

function addressOf({ host, port, path, db }: RedisAddress = {}): string | undefined {
  if (path !== undefined && path !== null) return `${path}/${db ?? 0}`;
  return host === undefined ? undefined : `${host}:${port ?? 6379}/${db ?? 0}`;
}
