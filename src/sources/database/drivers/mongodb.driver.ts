/** mongodb: every command of every operation, cursor and transaction leaves through one method of its connections. */
import type { Attributes } from '../../../kernel/index.js';
import { scrubDocument } from '../../../security/index.js';
import { endWith } from '../../ending.js';
import type { PoolReader } from '../../pools/pool-watch.js';
import { beginQuery } from '../database-observer.js';
import { followAcquisitions, type Driver } from '../driver.js';
import type { DatabaseQuery, QueryCall } from '../query-call.js';
import { queryNamed, type QueryName } from '../query-name.js';
import { wrapMethod, type Wrapped } from '../wrap-method.js';

type Document = Readonly<Record<string, unknown>>;

interface MongoConnection {
  /** `host:port`. */
  readonly address?: string;
}

interface MongoPool {
  readonly address: string;
  readonly availableConnectionCount: number;
  readonly currentCheckedOutCount: number;
  readonly waitQueueSize: number;
  readonly options: { readonly maxPoolSize?: number };
  readonly closed: boolean;
}

const poolReader: PoolReader<MongoPool> = {
  isDatabase: true,
  nameOf: ({ address }) => address,
  read: (pool) => ({
    idle: pool.availableConnectionCount,
    inUse: pool.currentCheckedOutCount,
    pending: pool.waitQueueSize,
    // Zero means without a bound.
    max: pool.options.maxPoolSize ?? 0,
    isClosed: pool.closed,
  }),
};

export const mongodbDriver: Driver = {
  classes: [
    { ownMethods: ['command', 'markAvailable', 'onError', 'destroy'], observe: followCommands },
    {
      ownMethods: ['checkOut', 'checkIn', 'processWaitQueue'],
      pool: poolReader,
      observe: (prototype) => followAcquisitions(prototype, 'checkOut', poolReader),
    },
  ],
};

const COMMANDS: ReadonlySet<string> = new Set(
  (
    'find insert update delete aggregate count distinct findAndModify getMore killCursors bulkWrite create drop createIndexes ' +
    'dropIndexes listIndexes listCollections listDatabases dropDatabase renameCollection collMod collStats dbStats explain ' +
    'commitTransaction abortTransaction ping serverStatus buildInfo createSearchIndexes dropSearchIndex updateSearchIndex ' +
    'mapReduce validate createUser updateUser dropUser hostInfo connectionStatus endSessions'
  ).split(' '),
);
const WRITES: ReadonlySet<string> = new Set(['insert', 'update', 'delete']);
/** What the driver says to the server on its own account. */
const HOUSEKEEPING = /^(?:hello|ismaster|saslStart|saslContinue|authenticate|getnonce)$/i;
/** Parts of a command that tell what it does, in this order. */
const SHAPES = ['filter', 'query', 'q', 'pipeline', 'updates', 'deletes', 'documents', 'update', 'sort', 'projection'];

function followCommands(prototype: object): void {
  wrapMethod(
    prototype,
    'command',
    (wrapped) =>
      function (this: MongoConnection, ...args: unknown[]): unknown {
        const call = beginQuery(this, wrapped.makesSpan, () => describe(this, args[0], args[1]));
        return call === undefined ? Reflect.apply(wrapped.original, this, args) : follow(wrapped, this, args, call);
      } as never,
  );
}

function describe(connection: MongoConnection, namespace: unknown, command: unknown): DatabaseQuery | undefined {
  if (typeof command !== 'object' || command === null) return undefined;
  const name = Object.keys(command)[0] ?? '';
  if (HOUSEKEEPING.test(name)) return undefined;
  return new MongoQuery(connection, (namespace as { db?: string } | null)?.db, name, command as Document);
}

function follow({ original }: Wrapped, connection: MongoConnection, args: unknown[], call: QueryCall): unknown {
  const at = args.length - 1;
  try {
    if (!isCallback(args[at])) return endWith(Reflect.apply(original, connection, args), call);
    args[at] = call.bind(args[at]);
    return Reflect.apply(original, connection, args);
  } catch (error) {
    call.ended(error);
    throw error;
  }
}

/** Up to version 6.3 the last argument is a callback; later it may be the class of the reply. */
function isCallback(argument: unknown): boolean {
  return typeof argument === 'function' && !('make' in argument);
}

/** The server answers a refused write with `ok`; the driver makes an error of it later. */
class WriteError extends Error {
  constructor(readonly code: unknown) {
    super('a write was refused');
  }
}

function writeErrorIn(reply: unknown): WriteError | undefined {
  const { writeErrors, get } = (reply ?? {}) as { writeErrors?: unknown; get?: unknown };
  if (Array.isArray(writeErrors) && writeErrors.length > 0) return new WriteError((writeErrors[0] as Document)['code']);
  return typeof get === 'function' ? unreadWriteError(reply as UnreadReply) : undefined;
}

/** Since version 6.6 a reply is read when asked; types are those of BSON's specification. */
interface UnreadReply {
  get(name: string | number, bsonType: number): UnreadReply | null;
  size(): number;
  getNumber?(name: string): number;
}

const BSON_OBJECT = 3;
const BSON_ARRAY = 4;

function unreadWriteError(reply: UnreadReply): WriteError | undefined {
  const errors = typeof reply.getNumber === 'function' ? reply.get('writeErrors', BSON_ARRAY) : null;
  if (errors === null || errors.size() === 0) return undefined;
  return new WriteError(errors.get(0, BSON_OBJECT)?.getNumber?.('code'));
}

class MongoQuery implements DatabaseQuery {
  readonly named: QueryName;

  constructor(
    private readonly connection: MongoConnection,
    private readonly database: string | undefined,
    command: string,
    private readonly document: Document,
  ) {
    const target = document[command === 'getMore' ? 'collection' : command];
    this.named = queryNamed(
      COMMANDS.has(command) ? command : undefined,
      typeof target === 'string' ? target : undefined,
    );
  }

  judge(error: unknown, reply: unknown): unknown {
    return error ?? (WRITES.has(this.named.operation) ? writeErrorIn(reply) : undefined);
  }

  attributes(showsStatements: boolean): Attributes {
    const { named, connection, database } = this;
    const [, host, port] = /^(.*?)(?::(\d+))?$/.exec(connection.address ?? '') ?? [];
    return {
      'db.system.name': 'mongodb',
      'db.namespace': database,
      'db.operation.name': named.operation,
      'db.collection.name': named.target,
      'db.query.text': showsStatements ? this.shape() : undefined,
      'server.address': host || undefined,
      'server.port': port === undefined ? undefined : Number(port),
    };
  }

  private shape(): string {
    const { document, named } = this;
    const told = SHAPES.filter((part) => typeof document[part] === 'object' && document[part] !== null);
    return scrubDocument({ [named.operation]: '', ...Object.fromEntries(told.map((part) => [part, document[part]])) });
  }
}
