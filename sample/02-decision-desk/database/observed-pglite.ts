/** PGlite is no driver that the library knows, so the desk tells of its queries itself: each is a span and is timed by what it does. */
import type { PGlite, QueryOptions, Transaction } from '@electric-sql/pglite';
import type { DatabaseInstrument } from 'nestjs-observability/instruments';

type Asks = Pick<Transaction, 'query'>;

export function observePglite(client: PGlite, database: DatabaseInstrument): PGlite {
  observeQueries(client, database);
  const transaction = client.transaction.bind(client);
  client.transaction = (work) => transaction((opened) => work(observeQueries(opened, database)));
  return client;
}

function observeQueries<T extends Asks>(asked: T, database: DatabaseInstrument): T {
  const query = asked.query.bind(asked);
  asked.query = <Row>(statement: string, params?: unknown[], options?: QueryOptions) =>
    database.query({ system: 'postgresql', statement }, () => query<Row>(statement, params, options));
  return asked;
}
