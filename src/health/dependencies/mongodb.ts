/** MongoDB: a client of its driver, or a connection of Mongoose around one. */
import { dependency } from './dependency.js';
import { isObject } from './shape.js';

interface MongoClient {
  /** Not before the application connects. */
  readonly topology?: unknown;
  db(name: string): { command(command: object, options: { readonly signal: AbortSignal }): Promise<unknown> };
}

export const mongoClient = dependency<MongoClient>({
  kind: 'database',
  recognises: (shape) => shape.hasMethods('db', 'startSession', 'connect', 'close') && isObject(shape.own('s')),
  isOpen,
  ask: ping,
});

export const mongooseConnection = dependency<{ readonly client?: MongoClient | null }>({
  kind: 'database',
  recognises: (shape) => shape.hasMethods('openUri', 'getClient') && typeof shape.own('_readyState') === 'number',
  isOpen: ({ client }) => isOpen(client),
  ask: ({ client }, signal) => ping(client!, signal),
});

function isOpen(client: MongoClient | null | undefined): boolean {
  return client?.topology !== undefined && client.topology !== null;
}

/** Needs no rights. Drivers before 6.13 know no signal: then it ends with their own time for selecting a server. */
function ping(client: MongoClient, signal: AbortSignal): Promise<unknown> {
  return client.db('admin').command({ ping: 1 }, { signal });
}
