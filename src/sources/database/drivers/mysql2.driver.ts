/** mysql2, callbacks and promises alike: its promise classes call the ones with callbacks, and those are followed. */
import { errorMonitor, type EventEmitter } from 'node:events';
import type { Attributes } from '../../../kernel/index.js';
import type { PoolReader } from '../../pools/pool-watch.js';
import { beginQuery } from '../database-observer.js';
import { followAcquisitions, type Driver } from '../driver.js';
import type { DatabaseQuery, QueryCall } from '../query-call.js';
import { statementOf, type SqlStatement } from '../sql-statement.js';
import { wrapMethod, type Wrapped } from '../wrap-method.js';

interface MysqlConfig {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly socketPath?: string;
}

interface MysqlConnection {
  readonly config: MysqlConfig;
  readonly _handshakePacket?: { readonly serverVersion?: string };
}

interface MysqlPool {
  readonly config: { readonly connectionConfig: MysqlConfig; readonly connectionLimit: number };
  readonly _allConnections: { readonly length: number };
  readonly _freeConnections: { readonly length: number };
  readonly _connectionQueue: { readonly length: number };
  readonly _closed: boolean;
}

/** A query as an object: the pool hands one to its connection, and without a callback it tells by events. */
interface MysqlCommand extends EventEmitter {
  sql?: string;
  onResult?: unknown;
}

const poolReader: PoolReader<MysqlPool> = {
  isDatabase: true,
  nameOf: ({ config: { connectionConfig } }) => connectionConfig.database || connectionConfig.host,
  read: ({ _allConnections, _freeConnections, _connectionQueue, _closed, config }) => ({
    idle: _freeConnections.length,
    inUse: _allConnections.length - _freeConnections.length,
    pending: _connectionQueue.length,
    max: config.connectionLimit,
    isClosed: _closed,
  }),
};

export const mysql2Driver: Driver = {
  classes: [
    {
      ownMethods: ['query', 'execute', 'addCommand'],
      observe: (prototype) => {
        followQueries(prototype, 'query');
        followQueries(prototype, 'execute');
      },
    },
    {
      ownMethods: ['getConnection', 'releaseConnection', 'query', 'execute', 'end'],
      pool: poolReader,
      observe: (prototype) => followAcquisitions(prototype, 'getConnection', poolReader),
    },
  ],
};

function followQueries(prototype: object, method: 'query' | 'execute'): void {
  wrapMethod(
    prototype,
    method,
    (wrapped) =>
      function (this: MysqlConnection, ...args: unknown[]): unknown {
        const call = beginQuery(this, wrapped.makesSpan, () => describe(this, args[0]));
        return call === undefined ? Reflect.apply(wrapped.original, this, args) : follow(wrapped, this, args, call);
      } as never,
  );
}

function describe(connection: MysqlConnection, sql: unknown): DatabaseQuery | undefined {
  const text = typeof sql === 'string' ? sql : (sql as MysqlCommand | null | undefined)?.sql;
  return typeof text === 'string' ? new MysqlQuery(connection, statementOf(text, 'mysql')) : undefined;
}

function follow({ original }: Wrapped, connection: MysqlConnection, args: unknown[], call: QueryCall): unknown {
  try {
    if (bindCallback(args, call)) return Reflect.apply(original, connection, args);
    const command = Reflect.apply(original, connection, args) as MysqlCommand;
    followEvents(connection, command, call);
    return command;
  } catch (error) {
    call.ended(error);
    throw error;
  }
}

function bindCallback(args: unknown[], call: QueryCall): boolean {
  const at = args.findIndex((argument, index) => index > 0 && typeof argument === 'function');
  if (at > 0) {
    args[at] = call.bind(args[at]);
    return true;
  }
  const command = args[0] as MysqlCommand;
  if (typeof command !== 'object' || typeof command.onResult !== 'function') return false;
  command.onResult = call.bind(command.onResult);
  return true;
}

/** By `errorMonitor`: a listener for `error` would make an unheard error a heard one. */
function followEvents(connection: MysqlConnection, command: MysqlCommand, call: QueryCall): void {
  // A dead connection replaces its own `addCommand` and takes no more commands: nothing will ever be told of this one.
  if (Object.hasOwn(connection, 'addCommand')) {
    call.ended(new Error('connection is closed'));
    return;
  }
  command.once(errorMonitor, (error: unknown) => call.ended(error));
  command.once('end', () => call.ended());
}

class MysqlQuery implements DatabaseQuery {
  constructor(
    private readonly connection: MysqlConnection,
    readonly named: SqlStatement,
  ) {}

  attributes(showsStatements: boolean): Attributes {
    const { connection, named } = this;
    const { host, port, database, socketPath } = connection.config;
    return {
      'db.system.name': systemOf(connection),
      'db.namespace': database || undefined,
      'db.operation.name': named.operation,
      'db.collection.name': named.target,
      'db.query.text': showsStatements ? named.text : undefined,
      'server.address': socketPath ?? host,
      'server.port': socketPath === undefined ? port : undefined,
    };
  }
}

function systemOf({ _handshakePacket: handshake }: MysqlConnection): string {
  return /mariadb/i.test(handshake?.serverVersion ?? '') ? 'mariadb' : 'mysql';
}
