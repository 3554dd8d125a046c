/** node-postgres: a pool, or a client of its own. */
import { dependency, onAbort, tooLate } from './dependency.js';

interface PgClient {
  /** None in the native client. */
  readonly connection?: { readonly stream?: { destroy(): void } };
  query(statement: string): Promise<unknown>;
}

interface PooledClient extends PgClient {
  /** With an error the pool closes the connection instead of keeping it. */
  release(error?: Error): void;
  on(event: 'error', listener: () => void): void;
  removeListener(event: 'error', listener: () => void): void;
}

interface PgPool {
  readonly _clients: readonly PgClient[];
  connect(): Promise<PooledClient>;
  listenerCount(event: 'error'): number;
}

const STATEMENT = 'SELECT 1';

export const pgPool = dependency<PgPool>({
  kind: 'database',
  recognises: (shape) =>
    shape.hasMethods('connect', 'newClient', '_pulseQueue') && Array.isArray(shape.own('_clients')),
  // A pool opens and closes its connections as it likes.
  isOpen: () => true,
  ask: askPool,
});

export const pgClient = dependency<PgClient & { readonly _connecting: boolean; readonly _connected: boolean }>({
  kind: 'database',
  recognises: (shape) =>
    shape.hasMethods('query', 'escapeLiteral', '_pulseQueryQueue') && typeof shape.own('_connecting') === 'boolean',
  isOpen: ({ _connecting, _connected }) => _connecting || _connected,
  ask: (client) => client.query(STATEMENT),
});

/**
 * No connection is lost to a server that hangs: what is being opened or asked when the time is up is closed. In the queue of a
 * full pool there is nothing to close; the connection goes back as soon as it comes.
 */
async function askPool(pool: PgPool, signal: AbortSignal): Promise<void> {
  const { client, isNew } = await borrow(pool, signal);
  // A borrowed client that breaks ends the process where nobody listens.
  client.on('error', ignore);
  let isBack = false;
  const giveBack = (error?: Error): void => {
    if (isBack) return;
    isBack = true;
    if (error === undefined) client.removeListener('error', ignore);
    client.release(error);
  };
  const forget = onAbort(signal, () => giveBack(tooLate()));
  try {
    if (!signal.aborted) await client.query(STATEMENT);
    // So does an idle one, unless somebody listens to the pool: then one that was not there before does not stay.
    giveBack(isNew && pool.listenerCount('error') === 0 ? new Error('not to be kept') : undefined);
  } catch (error) {
    giveBack(error as Error);
    throw error;
  } finally {
    forget();
  }
}

/** What is still being opened when the time is up is closed, which makes `connect` reject. */
async function borrow(pool: PgPool, signal: AbortSignal): Promise<{ client: PooledClient; isNew: boolean }> {
  const { _clients: before } = pool;
  const known = new Set(before);
  const borrowing = pool.connect();
  const { _clients: after } = pool;
  const opened = after.find((client) => !known.has(client));
  const forget = onAbort(signal, () => opened?.connection?.stream?.destroy());
  return { client: await borrowing.finally(forget), isNew: opened !== undefined };
}

function ignore(): void {
  // Told by the query, too.
}
