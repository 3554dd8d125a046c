/** Requests that are none, and bodies that look like the next request: what is answered is one request, and the process goes on. */
import type { Trial } from '../../harness/trial.js';
import { answerIn, ask, exchange } from '../raw/raw-http.js';
import { allOf } from '../raw/all-of.js';
import type { Door } from '../shops/doors.js';

const MALFORMED = 'attack.malformed';
const SMUGGLING = 'attack.smuggling';
const PATIENCE_MS = 150;

export async function tryMalformed(trial: Trial, doors: readonly Door[]): Promise<void> {
  const attempts = doors.flatMap((door) => [
    ...malformed(door.path).map((bytes) => () => tryBytes(trial, door, bytes)),
    ...hidden(door.path).map((bytes) => () => trySmuggling(trial, door, bytes)),
  ]);
  await allOf(attempts);
}

/** Bytes of a request with some of them exchanged. */
export async function tryNoise(trial: Trial, door: Door, random: () => number): Promise<void> {
  const request = `GET ${door.path}?a=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nX-A: b\r\n\r\nabcd`;
  const characters = [...request];
  const pick = (count: number): number => Math.floor(random() * count);
  for (let change = 0; change <= pick(4); change++)
    characters[pick(characters.length)] = String.fromCharCode(pick(256));
  await tryBytes(trial, door, characters.join(''));
}

async function tryBytes(trial: Trial, { name, path, port }: Door, bytes: string): Promise<void> {
  const { status } = answerIn(await exchange(port, bytes, { patienceMs: PATIENCE_MS }));
  // Noise may have led to another path, of which the trial of exposure judges.
  const isClosed = status < 200 || status >= 300 || !bytes.includes(path);
  trial.expect(MALFORMED, isClosed, `${name} answered ${status}`, JSON.stringify(bytes).slice(0, 500));
  const { status: after } = await ask(port, { target: '/health/live' });
  trial.expect(
    MALFORMED,
    after === 200 || after === 404,
    `${name} answers no more: ${after}`,
    JSON.stringify(bytes).slice(0, 500),
  );
}

function malformed(path: string): readonly string[] {
  const line = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n`;
  return [
    '',
    '\r\n\r\n',
    'GET\r\n\r\n',
    `GET ${path}\r\n\r\n`,
    `GET ${path} HTTP/9.9\r\nHost: localhost\r\n\r\n`,
    `GET  ${path}  HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `GET ${path}\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `${line}Content-Length: -1\r\n\r\n`,
    `${line}Content-Length: 99999999999999999999\r\n\r\n`,
    `${line}Transfer-Encoding: xchunked\r\n\r\n`,
    `${line}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nX`,
    `${line}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n`,
    `${line}X-A : b\r\n\r\n`,
    `${line}X-A: b\u0000c\r\n\r\n`,
    `${line}: nameless\r\n\r\n`,
    `${line}X-A: b\r\n folded\r\n\r\n`,
    `${line}X-${'a'.repeat(40_000)}: b\r\n\r\n`,
    `GET /${'a'.repeat(80_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `CONNECT ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    '\u0016\u0003\u0001\u0000\u00a5',
  ];
}

/** Requests whose body begins another: answered by us before the framework has read it. */
function hidden(path: string): readonly string[] {
  const inner = `GET /goods/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  const chunked = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
  return ['GET', 'POST', 'OPTIONS'].flatMap((method) => {
    const line = `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n`;
    return [
      `${line}Content-Length: ${inner.length}\r\n\r\n${inner}`,
      `${line}Transfer-Encoding: chunked\r\n\r\n${chunked}`,
      `${line}Content-Length: ${inner.length + 100_000}\r\n\r\n${inner}`,
      `${line}Expect: 100-continue\r\nContent-Length: ${inner.length}\r\n\r\n${inner}`,
    ];
  });
}

async function trySmuggling(trial: Trial, { name, port }: Door, bytes: string): Promise<void> {
  const received = await exchange(port, bytes, { patienceMs: PATIENCE_MS });
  const isSmuggled =
    received.includes('smuggled') || received.split('HTTP/1.1 ').filter((part) => !part.startsWith('100')).length > 2;
  trial.expect(SMUGGLING, !isSmuggled, `${name} answered what stood in a body`, JSON.stringify(bytes));
}
