/** A PostgreSQL for the desk: the one that the environment names, or one started for the run; a database of its own either way. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deskModule, repositoryFolder } from './desk-folder.js';

export interface DeskDatabase {
  readonly url: string;
  countRows(tables: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** The database goes, and the server if it was started for it. */
  drop(): Promise<void>;
}

/** @throws Error with the command that installs PostgreSQL when it is missing */
export async function createDatabase(): Promise<DeskDatabase> {
  const server = await locateServer();
  const name = `desk_bench_${process.pid}`;
  const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href;
  await query(server.url, `create database ${name}`);
  return {
    url,
    async countRows(tables) {
      const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
      return (await query<Record<string, number>>(url, `select ${counts.join(', ')}`))[0]!;
    },
    async drop() {
      await query(server.url, `drop database ${name} with (force)`);
      await server.stop();
    },
  };
}

interface DatabaseServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function locateServer(): Promise<DatabaseServer> {
  const url = process.env['TEST_POSTGRESQL_URL'];
  return url === undefined ? startServer() : { url, stop: async () => undefined };
}

/** What `scripts/services` offers. */
interface Services {
  serversNamed(names: readonly string[]): readonly unknown[];
  isInstalled(server: unknown): boolean;
  startServices(
    wanted: readonly unknown[],
    onEvent: (event: { readonly event: string; readonly url?: string; readonly message?: string }) => void,
  ): { readonly settled: Promise<boolean>; stop(): Promise<void> };
}

async function startServer(): Promise<DatabaseServer> {
  const script = pathToFileURL(join(repositoryFolder(), 'scripts/services/index.mjs'));
  const { serversNamed, isInstalled, startServices } = (await import(script.href)) as Services;
  const wanted = serversNamed(['postgresql']);
  if (!wanted.every(isInstalled))
    throw new Error('PostgreSQL is not installed. Fix: node scripts/services.mjs --install postgresql');
  let last: { readonly url?: string; readonly message?: string } = {};
  const services = startServices(wanted, (event) => (last = event));
  if (await services.settled) return { url: last.url!, stop: () => services.stop() };
  await services.stop();
  throw new Error(`PostgreSQL did not start: ${last.message}`);
}

interface Client {
  connect(): Promise<void>;
  query(text: string): Promise<{ readonly rows: readonly unknown[] }>;
  end(): Promise<void>;
}

/** By the desk's own driver. */
async function query<Row>(connectionString: string, text: string): Promise<readonly Row[]> {
  const { Client } = createRequire(deskModule())('pg') as { Client: new (options: object) => Client };
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rows as readonly Row[];
  } finally {
    await client.end();
  }
}
