/** Opens the PostgreSQL that the settings name: a server, or PGlite, which is PostgreSQL inside this process. */
import { mkdir } from 'node:fs/promises';
import { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import type { DatabaseInstrument } from 'nestjs-observability/instruments';
import { Pool } from 'pg';
import type { DatabaseSettings } from '../common/settings.js';
import { observePglite } from './observed-pglite.js';
import * as schema from './schema.js';

export type Queries = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface Connection {
  readonly queries: Queries;
  /** Gives the space of removed rows back. */
  reclaim(): Promise<void>;
  close(): Promise<void>;
}

const naming = { schema, casing: 'snake_case' } as const;
const connectTimeoutMs = 5_000;

export function connect(settings: DatabaseSettings, database: DatabaseInstrument): Promise<Connection> {
  return settings.kind === 'postgres' ? connectPostgres(settings.url) : connectPglite(settings.directory, database);
}

async function connectPglite(directory: string | undefined, database: DatabaseInstrument): Promise<Connection> {
  if (directory !== undefined) await mkdir(directory, { recursive: true });
  const client = observePglite(await PGlite.create(directory), database);
  const reclaim = async () => {
    // Inside this process neither autovacuum nor the checkpointer runs.
    await client.query('vacuum');
    await client.query('checkpoint');
  };
  return { queries: drizzlePglite({ client, ...naming }), reclaim, close: () => client.close() };
}

async function connectPostgres(connectionString: string): Promise<Connection> {
  const client = new Pool({ connectionString, connectionTimeoutMillis: connectTimeoutMs });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  client.on('error', () => undefined);
  // A server that is not there is told here, by its name, rather than by the first statement that fails.
  (await client.connect()).release();
  return { queries: drizzlePostgres({ client, ...naming }), reclaim: async () => undefined, close: () => client.end() };
}
