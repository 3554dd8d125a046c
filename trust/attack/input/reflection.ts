/** What comes back in headers: ids of a stranger are plain, or they are not taken. */
import type { Trial } from '../../harness/trial.js';
import { ask, exchange, shown, type Header } from '../raw/raw-http.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import type { OwnShop } from './own-shop.js';

const REFLECTION = 'attack.header';
const PLAIN = /^[\w.:@/+=-]{1,128}$/;
const TAKEN = ['X-Request-Id', 'X-Correlation-Id', 'traceparent', 'tracestate', 'baggage', 'X-Trace-Id'];
/** Forged by a line break in a value. */
const FORGED = 'x-forged';

export async function tryReflection(trial: Trial, shop: OwnShop): Promise<void> {
  for (const name of TAKEN)
    for (const text of [...HOSTILE_TEXTS, `a\r\n${FORGED}: 1`, `a%0d%0a${FORGED}:%201`, `a\u560d\u560a${FORGED}: 1`])
      await tryHeader(trial, shop, [name, text]);
  // What Node would refuse to parse must not be what protects us alone.
  const folded = `GET /goods/1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: a\r\n ${FORGED}: 1\r\n\r\n`;
  const received = await exchange(shop.port, folded);
  trial.expect(REFLECTION, !received.toLowerCase().includes(`\n${FORGED}`), 'a folded id became a header', folded);
}

export async function tryHeader(trial: Trial, shop: OwnShop, header: Header): Promise<void> {
  // A line break would only end the header: the rest is another one.
  const request = {
    target: '/goods/1',
    headers: [header[1].includes('\n') ? ([header[0], header[1].replaceAll(/[\r\n]/g, '')] as const) : header],
  };
  const { status, headers } = await ask(shop.port, request);
  const ids = ['x-request-id', 'x-correlation-id', 'traceparent', 'x-trace-id'].map(
    (name) => headers.get(name) ?? 'none',
  );
  const isHeld = status === 400 || (ids.every((id) => PLAIN.test(id)) && !headers.has(FORGED));
  trial.expect(REFLECTION, isHeld, `answered ${status} with ${JSON.stringify(ids)}`, shown(request));
}
