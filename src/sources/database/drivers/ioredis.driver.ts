/**
 * ioredis: a command is followed by its own `resolve` and `reject`, so that its promise stays the very same. A pipeline or
 * transaction is one operation.
 */
import type { PoolReader } from '../../pools/pool-watch.js';
import { beginQuery } from '../database-observer.js';
import type { Driver } from '../driver.js';
import type { QueryCall } from '../query-call.js';
import { RedisQuery, isLeftOut, type RedisServer } from '../redis-command.js';
import { wrapMethod, type Wrapped } from '../wrap-method.js';

type Settle = (value: unknown) => unknown;

/** What has a promise and the two functions that settle it: a command, a pipeline. */
interface Settled {
  resolve: Settle;
  reject: Settle;
}

interface RedisCommand extends Settled {
  readonly name: string;
  readonly args: readonly unknown[];
}

interface Redis {
  readonly options?: { readonly host?: string; readonly port?: number; readonly path?: string; readonly db?: number };
  readonly condition?: { readonly select?: number } | null;
  readonly status?: string;
  /** Sent and not yet answered. */
  readonly commandQueue?: { readonly length: number };
  /** Waiting for a connection. */
  readonly offlineQueue?: { readonly length: number };
}

interface Cluster extends Redis {
  nodes(role: 'all'): readonly Redis[];
}

interface Pipeline extends Settled {
  readonly redis: Redis;
  readonly length: number;
  readonly _transactions: number;
  readonly _queue: readonly RedisCommand[];
}

/** A client is a pool of one connection, which all its commands share; commands wait while there is none. */
const clientReader: PoolReader<Redis> = {
  isDatabase: true,
  nameOf: ({ options }) => options?.path ?? options?.host,
  read: (redis) => ({ ...connectionsOf([redis]), pending: redis.offlineQueue?.length ?? 0, isClosed: isClosed(redis) }),
};

const clusterReader: PoolReader<Cluster> = {
  isDatabase: true,
  nameOf: () => 'redis-cluster',
  read: (cluster) => ({
    ...connectionsOf(cluster.nodes('all')),
    pending: cluster.offlineQueue?.length ?? 0,
    isClosed: isClosed(cluster),
  }),
};

function connectionsOf(clients: readonly Redis[]): { idle: number; inUse: number; max: number } {
  const open = clients.filter(({ status }) => status === 'ready');
  const inUse = open.filter(({ commandQueue }) => (commandQueue?.length ?? 0) > 0).length;
  return { idle: open.length - inUse, inUse, max: clients.length };
}

function isClosed({ status }: Redis): boolean {
  return status === 'end';
}

export const ioredisDriver: Driver = {
  classes: [
    { ownMethods: ['sendCommand', 'duplicate', 'silentEmit'], pool: clientReader, observe: followCommands },
    // A cluster sends each command on through one of its connections, again after a redirection.
    { ownMethods: ['sendCommand', 'refreshSlotsCache', 'handleError'], pool: clusterReader, observe: followCommands },
    { ownMethods: ['exec', 'fillResult', 'addBatch'], observe: followPipelines },
  ],
};

const followed = new WeakSet<Settled>();

function followCommands(prototype: object): void {
  wrapMethod(
    prototype,
    'sendCommand',
    (wrapped) =>
      function (this: Redis, ...args: unknown[]): unknown {
        const [command, stream] = args as [RedisCommand, { isPipeline?: boolean } | undefined];
        if (stream?.isPipeline !== true && !followed.has(command)) followCommand(this, command, wrapped);
        return Reflect.apply(wrapped.original, this, args);
      } as never,
  );
}

function followCommand(redis: Redis, command: RedisCommand, { makesSpan }: Wrapped): void {
  const call = beginQuery(redis, makesSpan, () => {
    const { name, args } = command;
    return isLeftOut(name, args) ? undefined : new RedisQuery(() => serverOf(redis), name, args.length);
  });
  if (call === undefined) return;
  followed.add(command);
  followSettling(command, call);
}

function followPipelines(prototype: object): void {
  wrapMethod(
    prototype,
    'exec',
    (wrapped) =>
      function (this: Pipeline, ...args: unknown[]): unknown {
        if (sends(this) && !followed.has(this)) followPipeline(this, wrapped);
        return Reflect.apply(wrapped.original, this, args);
      } as never,
  );
}

/** While a transaction is open, `exec` only adds the command of that name. */
function sends({ _transactions: openTransactions }: Pipeline): boolean {
  return openTransactions === 0;
}

function followPipeline(pipeline: Pipeline, { makesSpan }: Wrapped): void {
  const call = beginQuery(pipeline.redis, makesSpan, () => {
    const { _queue: queue, redis } = pipeline;
    if (queue.length === 0) return undefined;
    const isTransaction = queue[0]!.name === 'multi';
    const size = isTransaction ? queue.length - 2 : queue.length;
    return new RedisQuery(() => serverOf(redis), isTransaction ? 'multi' : 'pipeline', size, true);
  });
  if (call === undefined) return;
  followed.add(pipeline);
  followSettling(pipeline, call);
}

function followSettling(target: Settled, call: QueryCall): void {
  const { resolve, reject } = target;
  target.resolve = (value) => {
    call.ended(undefined, value);
    return resolve.call(target, value);
  };
  target.reject = (error) => {
    call.ended(error);
    return reject.call(target, error);
  };
}

function serverOf({ options, condition }: Redis): RedisServer {
  return {
    host: options?.path ?? options?.host,
    port: options?.path === undefined ? options?.port : undefined,
    database: condition?.select ?? options?.db,
  };
}
