/** What both Redis drivers know of commands: their closed set, and which of them wait on purpose. */
import type { Attributes } from '../../kernel/index.js';
import { scrubCommand } from '../../security/index.js';
import type { DatabaseQuery } from './query-call.js';
import { queryNamed, type QueryName } from './query-name.js';

const COMMANDS: ReadonlySet<string> = new Set(
  (
    'ACL APPEND ASKING AUTH BGREWRITEAOF BGSAVE BITCOUNT BITFIELD BITFIELD_RO BITOP BITPOS BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH ' +
    'BZMPOP BZPOPMAX BZPOPMIN CLIENT CLUSTER COMMAND CONFIG COPY DBSIZE DEBUG DECR DECRBY DEL DISCARD DUMP ECHO EVAL EVALSHA ' +
    'EVALSHA_RO EVAL_RO EXEC EXISTS EXPIRE EXPIREAT EXPIRETIME FAILOVER FCALL FCALL_RO FLUSHALL FLUSHDB FUNCTION GEOADD GEODIST ' +
    'GEOHASH GEOPOS GEORADIUS GEORADIUSBYMEMBER GEOSEARCH GEOSEARCHSTORE GET GETBIT GETDEL GETEX GETRANGE GETSET HDEL HELLO HEXISTS ' +
    'HEXPIRE HEXPIREAT HGET HGETALL HGETDEL HGETEX HINCRBY HINCRBYFLOAT HKEYS HLEN HMGET HMSET HPERSIST HPEXPIRE HPTTL HRANDFIELD ' +
    'HSCAN HSET HSETEX HSETNX HSTRLEN HTTL HVALS INCR INCRBY INCRBYFLOAT INFO KEYS LASTSAVE LATENCY LCS LINDEX LINSERT LLEN LMOVE ' +
    'LMPOP LPOP LPOS LPUSH LPUSHX LRANGE LREM LSET LTRIM MEMORY MGET MIGRATE MODULE MONITOR MOVE MSET MSETNX MULTI OBJECT PERSIST ' +
    'PEXPIRE PEXPIREAT PEXPIRETIME PFADD PFCOUNT PFMERGE PING PIPELINE PSETEX PSUBSCRIBE PTTL PUBLISH PUBSUB PUNSUBSCRIBE QUIT ' +
    'RANDOMKEY READONLY READWRITE RENAME RENAMENX RESET RESTORE ROLE RPOP RPOPLPUSH RPUSH RPUSHX SADD SAVE SCAN SCARD SCRIPT SDIFF ' +
    'SDIFFSTORE SELECT SET SETBIT SETEX SETNX SETRANGE SHUTDOWN SINTER SINTERCARD SINTERSTORE SISMEMBER SLOWLOG SMEMBERS SMISMEMBER ' +
    'SMOVE SORT SORT_RO SPOP SPUBLISH SRANDMEMBER SREM SSCAN SSUBSCRIBE STRLEN SUBSCRIBE SUNION SUNIONSTORE SUNSUBSCRIBE SWAPDB TIME ' +
    'TOUCH TTL TYPE UNLINK UNSUBSCRIBE UNWATCH WAIT WAITAOF WATCH XACK XACKDEL XADD XAUTOCLAIM XCLAIM XDEL XDELEX XGROUP XINFO XLEN ' +
    'XPENDING XRANGE XREAD XREADGROUP XREVRANGE XTRIM ZADD ZCARD ZCOUNT ZDIFF ZDIFFSTORE ZINCRBY ZINTER ZINTERCARD ZINTERSTORE ' +
    'ZLEXCOUNT ZMPOP ZMSCORE ZPOPMAX ZPOPMIN ZRANDMEMBER ZRANGE ZRANGEBYLEX ZRANGEBYSCORE ZRANGESTORE ZRANK ZREM ZREMRANGEBYLEX ' +
    'ZREMRANGEBYRANK ZREMRANGEBYSCORE ZREVRANGE ZREVRANGEBYLEX ZREVRANGEBYSCORE ZREVRANK ZSCAN ZSCORE ZUNION ZUNIONSTORE'
  ).split(' '),
);

const BLOCKING: ReadonlySet<string> = new Set(
  'BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN WAIT WAITAOF MONITOR'.split(' '),
);

const names = new Map<string, QueryName>();

/** `_OTHER` for what Redis does not have by itself, such as a module's commands. */
export function redisName(command: string): QueryName {
  let name = names.get(command);
  if (name === undefined) {
    const known = command.toUpperCase();
    name = queryNamed(COMMANDS.has(known) ? known : undefined);
    if (COMMANDS.has(known)) names.set(command, name);
  }
  return name;
}

/** What drivers say to open a connection. Older servers refuse some of it, which is nobody's error. */
const HANDSHAKE: ReadonlySet<string> = new Set('AUTH CLIENT HELLO INFO SELECT'.split(' '));

/**
 * Commands that wait for others to write (their duration says nothing about Redis, and a worker waits all day), and those of
 * the handshake: they are no query of the application.
 */
export function isLeftOut(command: string, args: readonly unknown[]): boolean {
  const name = command.toUpperCase();
  if (BLOCKING.has(name) || HANDSHAKE.has(name)) return true;
  return (name === 'XREAD' || name === 'XREADGROUP') && args.slice(0, 8).some(isBlockOption);
}

function isBlockOption(argument: unknown): boolean {
  return (typeof argument === 'string' || Buffer.isBuffer(argument)) && String(argument).toUpperCase() === 'BLOCK';
}

export interface RedisServer {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly database: number | undefined;
}

export class RedisQuery implements DatabaseQuery {
  readonly named: QueryName;

  /** @param size commands of a pipeline or transaction, arguments of a single command */
  constructor(
    private readonly server: () => RedisServer,
    command: string,
    private readonly size: number,
    private readonly isBatch = false,
  ) {
    this.named = redisName(command);
  }

  judge(error: unknown, results: unknown): unknown {
    if (error === undefined || error === null) return this.isBatch ? firstErrorIn(results) : undefined;
    return isScriptMiss(this.named.operation, error) ? undefined : error;
  }

  attributes(showsStatements: boolean): Attributes {
    const { named, size, isBatch } = this;
    const { host, port, database } = this.server();
    return {
      'db.system.name': 'redis',
      'db.namespace': database === undefined ? undefined : String(database),
      'db.operation.name': named.operation,
      'db.operation.batch.size': isBatch && size > 1 ? size : undefined,
      'db.query.text': showsStatements && !isBatch ? scrubCommand(named.operation, size) : undefined,
      'server.address': host,
      'server.port': port,
    };
  }
}

/** A script the server does not know yet is sent as a whole next: an ordinary answer to EVALSHA. */
function isScriptMiss(operation: string, error: unknown): boolean {
  return operation.startsWith('EVALSHA') && String((error as Error | null)?.message).startsWith('NOSCRIPT');
}

/** ioredis gives a list of `[error, value]` for a pipeline. */
function firstErrorIn(results: unknown): unknown {
  if (!Array.isArray(results)) return undefined;
  const failed = (results as readonly unknown[]).find((result) => Array.isArray(result) && result[0] instanceof Error);
  return (failed as readonly unknown[] | undefined)?.[0];
}
