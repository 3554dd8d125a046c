/** node-redis (`redis`, `@redis/client`): since version 5 all single commands pass `sendCommand`; in 4 they meet in the queue. */
import { endWith } from '../../ending.js';
import type { PoolReader } from '../../pools/pool-watch.js';
import { beginQuery } from '../database-observer.js';
import { beginAcquisition, type Driver } from '../driver.js';
import { RedisQuery, isLeftOut, type RedisServer } from '../redis-command.js';
import { wrapMethod } from '../wrap-method.js';

interface RedisClient {
  /** The client behind a view of it with options of its own. */
  readonly _self?: RedisClient;
  readonly options?: {
    readonly socket?: { readonly host?: string; readonly port?: number; readonly path?: string };
    readonly database?: number;
  };
}

/** Of version 5 and later; its size is its own affair. */
interface ClientPool {
  /** The pool behind a view of it with options of its own. */
  readonly _self?: ClientPool;
  readonly idleClients: number;
  readonly clientsInUse: number;
  readonly tasksQueueLength: number;
  readonly isOpen: boolean;
}

const poolReader: PoolReader<ClientPool> = {
  isDatabase: true,
  itself: poolBehind,
  nameOf: () => 'redis',
  read: ({ idleClients, clientsInUse, tasksQueueLength, isOpen }) => ({
    idle: idleClients,
    inUse: clientsInUse,
    pending: tasksQueueLength,
    max: undefined,
    isClosed: !isOpen,
  }),
};

export const nodeRedisDriver: Driver = {
  classes: [
    { ownMethods: ['execute', 'withTypeMapping', 'MULTI'], pool: poolReader, observe: followTasks },
    {
      ownMethods: ['sendCommand', '_executeCommand', '_executePipeline', '_executeMulti'],
      observe: (prototype) => {
        followCommands(prototype, 'sendCommand');
        followBatches(prototype, '_executePipeline', 'pipeline');
        followBatches(prototype, '_executeMulti', 'multi');
      },
    },
    {
      ownMethods: ['addCommand', 'getCommandToSend', 'flushWaitingForReply'],
      observe: (prototype) => followCommands(prototype, 'addCommand'),
    },
  ],
};

function followCommands(prototype: object, method: 'sendCommand' | 'addCommand'): void {
  wrapMethod(
    prototype,
    method,
    (wrapped) =>
      function (this: RedisClient, ...args: unknown[]): unknown {
        const [name, ...rest] = commandIn(args);
        const call = beginQuery(clientBehind(this), wrapped.makesSpan, () =>
          name === undefined || isLeftOut(name, rest)
            ? undefined
            : new RedisQuery(() => serverOf(this), name, rest.length),
        );
        const result: unknown = Reflect.apply(wrapped.original, this, args);
        return call === undefined ? result : endWith(result, call);
      } as never,
  );
}

function commandIn([command]: readonly unknown[]): readonly [string | undefined, ...unknown[]] {
  if (!Array.isArray(command)) return [undefined];
  const [name, ...rest] = command as readonly unknown[];
  return [typeof name === 'string' || Buffer.isBuffer(name) ? String(name) : undefined, ...rest];
}

function followBatches(prototype: object, method: string, name: 'pipeline' | 'multi'): void {
  wrapMethod(
    prototype,
    method,
    (wrapped) =>
      function (this: RedisClient, ...args: unknown[]): unknown {
        const size = Array.isArray(args[0]) ? args[0].length : 0;
        const call = beginQuery(
          clientBehind(this),
          wrapped.makesSpan,
          () => new RedisQuery(() => serverOf(this), name, size, true),
        );
        const result: unknown = Reflect.apply(wrapped.original, this, args);
        return call === undefined ? result : endWith(result, call);
      } as never,
  );
}

/** Work waits for a client, and then runs in the context of whoever gave the client back unless it is bound. */
function followTasks(prototype: object): void {
  wrapMethod(
    prototype,
    'execute',
    ({ original }) =>
      function (this: ClientPool, task: unknown, ...rest: unknown[]): unknown {
        const acquisition = beginAcquisition(poolBehind(this), poolReader);
        if (acquisition === undefined) return Reflect.apply(original, this, [task, ...rest]);
        return endWith(Reflect.apply(original, this, [acquisition.bindWork(task), ...rest]), acquisition);
      } as never,
  );
}

function poolBehind(pool: ClientPool): ClientPool {
  const { _self: self = pool } = pool;
  return self;
}

function clientBehind(client: RedisClient): RedisClient {
  const { _self: self = client } = client;
  return self;
}

/** Where the client leads; unknown to the queue of version 4. */
function serverOf({ options }: RedisClient): RedisServer {
  const socket = options?.socket;
  return {
    host: socket?.path ?? socket?.host ?? (options === undefined ? undefined : 'localhost'),
    port: options === undefined || socket?.path !== undefined ? undefined : (socket?.port ?? 6379),
    database: options?.database,
  };
}
