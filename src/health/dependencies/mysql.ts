/** mysql2, for MySQL and MariaDB: a pool with callbacks, and the one with promises around it. */
import { dependency, onAbort, tooLate } from './dependency.js';
import { isObject, Shape } from './shape.js';

interface PooledConnection {
  readonly stream?: { destroy(): void };
  ping(callback: (error?: Error | null) => void): void;
  release(): void;
  /** Takes it out of the pool, too. */
  destroy(): void;
}

type Borrowed = (error: Error | null, connection?: PooledConnection) => void;

interface MysqlPool {
  readonly _allConnections: { readonly length: number; get(index: number): PooledConnection };
  getConnection(callback: Borrowed): void;
}

export const mysqlPool = dependency<MysqlPool>({
  kind: 'database',
  recognises: isCorePool,
  isOpen: () => true,
  ask: askPool,
});

export const mysqlPromisePool = dependency<{ readonly pool: MysqlPool }>({
  kind: 'database',
  recognises: (shape) => {
    const pool = shape.own('pool');
    return shape.hasMethods('getConnection', 'execute') && isObject(pool) && isCorePool(Shape.of(pool));
  },
  isOpen: () => true,
  ask: ({ pool }, signal) => askPool(pool, signal),
});

function isCorePool(shape: Shape): boolean {
  return shape.hasMethods('getConnection', 'releaseConnection') && isObject(shape.own('_allConnections'));
}

/** As with PostgreSQL: nothing is lost to a server that hangs. */
async function askPool(pool: MysqlPool, signal: AbortSignal): Promise<void> {
  const connection = await borrow(pool, signal);
  try {
    if (!signal.aborted) await inTime(connection, signal, ping(connection));
  } finally {
    // Without effect on one that was thrown away.
    connection.release();
  }
}

function borrow(pool: MysqlPool, signal: AbortSignal): Promise<PooledConnection> {
  const known = new Set(connectionsOf(pool));
  const borrowing = new Promise<PooledConnection>((resolve, reject) => {
    pool.getConnection((error, connection) => (connection === undefined ? reject(error) : resolve(connection)));
  });
  const opened = connectionsOf(pool).find((connection) => !known.has(connection));
  return opened === undefined ? borrowing : inTime(opened, signal, borrowing);
}

function ping(connection: PooledConnection): Promise<void> {
  return new Promise((resolve, reject) => connection.ping((error) => (error ? reject(error) : resolve())));
}

/** The answer, or the end of the connection that does not give one; the driver calls nobody back for what was destroyed. */
async function inTime<T>(connection: PooledConnection, signal: AbortSignal, answer: Promise<T>): Promise<T> {
  let forget: (() => void) | undefined;
  const timeIsUp = new Promise<never>((_resolve, reject) => {
    forget = onAbort(signal, () => {
      connection.destroy();
      connection.stream?.destroy();
      reject(tooLate());
    });
  });
  return Promise.race([answer, timeIsUp]).finally(forget);
}

function connectionsOf({ _allConnections: all }: MysqlPool): PooledConnection[] {
  return Array.from({ length: all.length }, (_, index) => all.get(index));
}
