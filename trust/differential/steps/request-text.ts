/** Requests as they go over the line. */
import type { RawScript } from '../client/raw-exchange.js';

export interface RequestShape {
  readonly verb: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** One character a byte. */
  readonly body?: string;
  /** Keeps the connection for another request. */
  readonly isKept?: boolean;
}

export function requestText({ verb, path, headers = {}, body, isKept = false }: RequestShape): string {
  const all = {
    Host: '127.0.0.1',
    'User-Agent': 'twin',
    ...(body !== undefined && { 'Content-Type': 'application/json', 'Content-Length': String(body.length) }),
    ...headers,
    Connection: isKept ? 'keep-alive' : 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${verb} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}

/** Nothing comes after the last chunk. An event stream keeps its connection, whatever the client asks for. */
const LAST_CHUNK = '\r\n0\r\n\r\n';

/** One request, until the server closes. */
export function single(shape: RequestShape): RawScript {
  return { writings: [{ text: requestText(shape) }], until: LAST_CHUNK };
}
