/** One request as bytes on a socket of its own: also what no client library would send. */
import { connect } from 'node:net';

export type Header = readonly [name: string, value: string];

export interface RawRequest {
  /** @default GET */
  readonly method?: string;
  /** As it stands in the request line. */
  readonly target: string;
  /** In this order, and as often as they stand here. `Host` and `Connection: close` are added where they are missing. */
  readonly headers?: readonly Header[];
  readonly body?: string;
  /** The loopback address to ask from. @default 127.0.0.1 */
  readonly from?: string;
  /** Of a stream, which would not end. */
  readonly isHeadEnough?: boolean;
}

export interface RawAnswer {
  /** 0 where the connection was closed without an answer. */
  readonly status: number;
  /** Names in lower case; several values of one name joined by commas. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface ExchangeOptions {
  readonly from?: string | undefined;
  readonly isOver?: (received: string) => boolean;
  /** Without a byte, after which nothing more is waited for. */
  readonly patienceMs?: number;
}

export async function ask(port: number, request: RawRequest): Promise<RawAnswer> {
  const isOver = request.isHeadEnough === true ? (received: string) => received.includes('\r\n\r\n') : undefined;
  return answerIn(await exchange(port, bytesOf(port, request), { from: request.from, ...(isOver && { isOver }) }));
}

/** Sends these bytes; gives all that comes back until the connection is closed, one character per byte. */
export function exchange(
  port: number,
  bytes: string,
  { from, isOver = () => false, patienceMs = 3_000 }: ExchangeOptions = {},
): Promise<string> {
  return new Promise((resolve) => {
    let received = '';
    const socket = connect({ host: '127.0.0.1', port, ...(from !== undefined && { localAddress: from }) });
    const end = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.setEncoding('latin1').setTimeout(patienceMs, end);
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (isOver(received)) end();
    });
    socket.on('close', end).on('error', end);
    socket.write(bytes);
  });
}

function bytesOf(port: number, { method = 'GET', target, headers = [], body }: RawRequest): string {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const own: readonly Header[] = [
    ['Host', `127.0.0.1:${port}`],
    ['Connection', 'close'],
    ...(body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const]),
  ];
  const all = [...own.filter(([name]) => !names.has(name.toLowerCase())), ...headers];
  const head = [`${method} ${target} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`)];
  return `${head.join('\r\n')}\r\n\r\n${body ?? ''}`;
}

export function answerIn(received: string): RawAnswer {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return { status: 0, headers: new Map(), body: '' };
  const [statusLine = '', ...lines] = received.slice(0, headEnd).split('\r\n');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    headers.set(name, [headers.get(name), line.slice(colon + 1).trim()].filter(Boolean).join(', '));
  }
  const body = Buffer.from(received.slice(headEnd + 4), 'latin1').toString('utf8');
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

/** All that is needed to send it again. */
export function shown(request: RawRequest): string {
  const text = JSON.stringify(request);
  return text.length > 1_000 ? `${text.slice(0, 1_000)}… (${text.length} characters)` : text;
}
