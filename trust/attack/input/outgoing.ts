/** SSRF: nothing that a request says makes the process ask somebody. A listener that nobody knows hears of nobody. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Trial } from '../../harness/trial.js';
import { exchange } from '../raw/raw-http.js';
import { API, MANAGEMENT } from '../shops/shop.js';
import type { OwnShop } from './own-shop.js';
import { CHANGES, PARAMETERS } from './resources.js';

const OUTGOING = 'attack.outgoing';
const HEADERS = [
  'Referer', 'Origin', 'Host', 'Forwarded', 'X-Forwarded-Host', 'X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-For', 'Destination',
  'Link', 'Callback', 'traceparent', 'baggage', 'sentry-trace', 'X-Request-Id', 'From', 'Location', 'Sec-Fetch-Site', 'X-Wap-Profile',
]; // prettier-ignore
const WORDS = ['url', 'endpoint', 'webhook', 'editor', 'file', 'target', 'callback', 'redirect', 'dsn', 'host', 'src'];

export async function tryOutgoing(trial: Trial, shop: OwnShop): Promise<void> {
  let heard = 0;
  const listener = createServer((socket) => void (heard++, socket.destroy())).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  const requests = [...readings(shop, url), ...changes(shop, url)];
  for (const [what, send] of requests) {
    await send();
    trial.expect(OUTGOING, heard === 0, `${what} made the process ask ${heard} times`, url);
  }
  listener.close();
}

type Attempt = readonly [what: string, send: () => Promise<unknown>];

function readings(shop: OwnShop, url: string): readonly Attempt[] {
  const query = [...PARAMETERS, ...WORDS].map((name) => `${name}=${encodeURIComponent(url)}`).join('&');
  const targets = [...shop.closedPaths, '/metrics', '/health', '/health/ready'].map((path) => `${path}?${query}`);
  return [
    ...targets.map((target): Attempt => [target, () => shop.own({ target })]),
    ...HEADERS.map((name): Attempt => [name, () => shop.own({ target: `${API}/logs`, headers: [[name, url]] })]),
    ['an absolute target', () => shop.own({ target: `${url}observability/api/v1/logs` })],
    [
      'a tunnel',
      () => exchange(shop.port, `CONNECT ${url.slice(7, -1)} HTTP/1.1\r\nHost: x\r\n\r\n`, { patienceMs: 200 }),
    ],
  ];
}

function changes(shop: OwnShop, url: string): readonly Attempt[] {
  const fields = Object.fromEntries(WORDS.map((word) => [word, url]));
  const bodies = Object.entries(CHANGES).flatMap(([path, body]) => [
    [path, JSON.stringify({ ...body, ...fields })] as const,
    [path, JSON.stringify({ ...body, context: url, route: url, id: url })] as const,
  ]);
  return bodies
    .map(([path, body]): Attempt => [`POST ${path}`, () => shop.change(path, body)])
    .concat([[`POST ${MANAGEMENT}/config`, () => shop.change(`${MANAGEMENT}/config`, JSON.stringify(fields))]]);
}
