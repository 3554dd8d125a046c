/** Memory and places: however much a stranger sends, however many come, there is an end to what is kept for them. */
import type { Trial } from '../../harness/trial.js';
import { ask, exchange } from '../raw/raw-http.js';
import { nextAddress } from '../access/addresses.js';
import { signIn } from '../access/enter.js';
import { API, MANAGEMENT } from '../shops/shop.js';
import type { OwnShop } from '../input/own-shop.js';
import { openStreams } from './streams.js';

const BOUNDS = 'attack.bound';
const MIB = 2 ** 20;
const MAX_STREAMS = 10;
const MAX_GROWTH_BYTES = 24 * MIB;

export async function tryBounds(trial: Trial, shop: OwnShop): Promise<void> {
  await tryHeaders(trial, shop);
  await tryBodies(trial, shop);
  await tryStreams(trial, shop);
  await tryAddresses(trial, shop);
}

async function tryHeaders(trial: Trial, { port }: OwnShop): Promise<void> {
  for (const header of [
    ['Cookie', 'a=b; '.repeat(MIB / 5)],
    ['Authorization', `Bearer ${'x'.repeat(MIB)}`],
  ] as const) {
    const { status } = await ask(port, { target: `${API}/logs`, headers: [header] });
    trial.expect(BOUNDS, status === 431 || status === 0, `a header of 1 MiB was read: ${status}`, header[0]);
  }
}

/** More than an endpoint takes is not kept until its end. */
async function tryBodies(trial: Trial, shop: OwnShop): Promise<void> {
  const large = `{"level":"${'x'.repeat(MIB)}"}`;
  for (const path of [`${MANAGEMENT}/loggers`, `${API}/loggers`, `${API}/session`, `${API}/link`]) {
    const { status } = await shop.change(path, large);
    trial.expect(BOUNDS, status === 413 || status === 0, `${path} took 1 MiB: ${status}`, path);
  }
  const nested = `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`;
  const { status } = await shop.change(`${MANAGEMENT}/loggers`, nested);
  trial.expect(BOUNDS, status === 400, `nesting was answered by ${status}`, '{"a":{"a":… 2,000 deep');
  const document = `{"otlp":{"resourceSpans":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
  const imported = await shop.change(`${API}/import`, document);
  trial.expect(
    BOUNDS,
    imported.status === 400,
    `a deep document was answered by ${imported.status}`,
    '[[[… 100,000 deep',
  );
}

async function tryStreams(trial: Trial, shop: OwnShop): Promise<void> {
  const streams = await openStreams(shop, MAX_STREAMS * 2);
  const open = streams.statuses.filter((status) => status === 200).length;
  trial.expect(BOUNDS, open === MAX_STREAMS, `${open} streams are open`, `ask for ${MAX_STREAMS * 2}`);
  await streams.close();
  const again = await openStreams(shop, 1);
  trial.expect(BOUNDS, again.statuses[0] === 200, 'places are not given back', 'close them and ask again');
  await again.close();
}

/** Everyone who guesses is remembered, but not all of them for ever. */
async function tryAddresses(trial: Trial, { port }: OwnShop): Promise<void> {
  const before = process.memoryUsage().heapUsed;
  for (let round = 0; round < 40; round++)
    await Promise.all(Array.from({ length: 25 }, () => signIn(port, '{"token":"wrong"}', nextAddress())));
  const growth = process.memoryUsage().heapUsed - before;
  trial.expect(BOUNDS, growth < MAX_GROWTH_BYTES, `guesses left ${Math.round(growth / MIB)} MiB`, '1,000 addresses');
  await exchange(port, `POST ${API}/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n`, {
    patienceMs: 100,
  });
}
