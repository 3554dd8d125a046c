/** node-postgres: queries with a promise, a callback, or as an object that follows the protocol itself (cursors, streams). */
import type { Attributes } from '../../../kernel/index.js';
import { endWith } from '../../ending.js';
import type { PoolReader } from '../../pools/pool-watch.js';
import { beginQuery } from '../database-observer.js';
import { followAcquisitions, type Driver } from '../driver.js';
import type { DatabaseQuery, QueryCall } from '../query-call.js';
import { statementOf, type SqlStatement } from '../sql-statement.js';
import { wrapMethod, type Wrapped } from '../wrap-method.js';

interface PgClient {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
}

interface PgPool {
  readonly options: {
    readonly database?: string;
    readonly host?: string;
    readonly max?: number;
    connectionString?: string;
  };
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
  readonly ending?: boolean;
}

/** What pg calls a Submittable: the client hands it the server's messages. */
interface Submittable {
  submit: unknown;
  text?: string;
  cursor?: { text?: string };
  handleError(error: unknown, ...rest: unknown[]): unknown;
  handleReadyForQuery(...args: unknown[]): unknown;
}

const poolReader: PoolReader<PgPool> = {
  isDatabase: true,
  nameOf: ({ options }) => options.database ?? databaseOf(options.connectionString) ?? options.host,
  read: ({ totalCount, idleCount, waitingCount, options, ending }) => ({
    idle: idleCount,
    inUse: totalCount - idleCount,
    pending: waitingCount,
    max: options.max ?? 0,
    isClosed: ending === true,
  }),
};

export const pgDriver: Driver = {
  classes: [
    { ownMethods: ['query', 'escapeLiteral', '_pulseQueryQueue'], observe: followQueries },
    {
      ownMethods: ['connect', 'newClient', '_pulseQueue'],
      pool: poolReader,
      observe: (prototype) => followAcquisitions(prototype, 'connect', poolReader),
    },
  ],
};

function databaseOf(connectionString: string | undefined): string | undefined {
  if (connectionString === undefined || !URL.canParse(connectionString)) return undefined;
  return decodeURIComponent(new URL(connectionString).pathname.slice(1)) || undefined;
}

function followQueries(prototype: object): void {
  wrapMethod(
    prototype,
    'query',
    (wrapped) =>
      function (this: PgClient, ...args: unknown[]): unknown {
        const call = beginQuery(this, wrapped.makesSpan, () => describe(this, args[0]));
        return call === undefined ? Reflect.apply(wrapped.original, this, args) : follow(wrapped, this, args, call);
      } as never,
  );
}

function describe(client: PgClient, config: unknown): DatabaseQuery | undefined {
  const text = textOf(config);
  return text === undefined ? undefined : new PgQuery(client, statementOf(text, 'postgresql'));
}

function textOf(config: unknown): string | undefined {
  if (typeof config === 'string') return config;
  if (typeof config !== 'object' || config === null) return undefined;
  const { text, cursor, name } = config as Submittable & { name?: unknown };
  // A prepared statement may be called again by its name alone.
  return [text, cursor?.text, typeof name === 'string' ? 'EXECUTE' : undefined].find(
    (found) => typeof found === 'string',
  );
}

function follow({ original }: Wrapped, client: PgClient, args: unknown[], call: QueryCall): unknown {
  try {
    if (isSubmittable(args[0])) {
      followMessages(args[0], call);
      return Reflect.apply(original, client, args);
    }
    const called = withCallback(args, call);
    const result: unknown = Reflect.apply(original, client, called ?? args);
    return called === undefined ? endWith(result, call) : result;
  } catch (error) {
    call.ended(error);
    throw error;
  }
}

function isSubmittable(config: unknown): config is Submittable {
  return typeof (config as Submittable).submit === 'function';
}

/** The two messages that end a query, seen on this one object; it stays as it is to whoever looks at it. */
function followMessages(query: Submittable, call: QueryCall): void {
  shadow(query, 'handleError', (error) => call.ended(error));
  shadow(query, 'handleReadyForQuery', () => call.ended());
}

function shadow(
  query: Submittable,
  method: 'handleError' | 'handleReadyForQuery',
  before: (error: unknown) => void,
): void {
  const original = query[method] as ((...args: unknown[]) => unknown) | undefined;
  if (typeof original !== 'function' || !Object.isExtensible(query)) return;
  const value = function (this: unknown, ...args: unknown[]): unknown {
    before(args[0]);
    return Reflect.apply(original, this, args);
  };
  const enumerable = Object.getOwnPropertyDescriptor(query, method)?.enumerable ?? false;
  Object.defineProperty(query, method, { value, configurable: true, writable: true, enumerable });
}

/** The arguments with the callback bound, wherever it stands; undefined when there is none and a promise will tell. */
function withCallback(args: readonly unknown[], call: QueryCall): unknown[] | undefined {
  const at = args.findIndex((argument, index) => index > 0 && typeof argument === 'function');
  if (at > 0) return args.map((argument, index) => (index === at ? call.bind(argument) : argument));
  const [config, ...rest] = args;
  const callback =
    typeof config === 'object' && config !== null ? (config as { callback?: unknown }).callback : undefined;
  if (typeof callback !== 'function') return undefined;
  // The caller's own object stays as it is: it may be used for the next query.
  return [Object.create(config as object, { callback: { value: call.bind(callback), writable: true } }), ...rest];
}

class PgQuery implements DatabaseQuery {
  constructor(
    private readonly client: PgClient,
    readonly named: SqlStatement,
  ) {}

  attributes(showsStatements: boolean): Attributes {
    const { client, named } = this;
    return {
      'db.system.name': 'postgresql',
      'db.namespace': client.database ?? undefined,
      'db.operation.name': named.operation,
      'db.collection.name': named.target,
      'db.query.text': showsStatements ? named.text : undefined,
      'server.address': client.host,
      'server.port': client.port,
    };
  }
}
