/** HTTP/2 without TLS: one request on a session of its own. */
import { connect, type ClientHttp2Stream } from 'node:http2';
import type { RawAnswer } from './raw-exchange.js';

export interface Http2Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Cancels the stream once the answer contains this. */
  readonly leavesAfter?: string;
}

const MAX_SILENCE_MS = 4_000;

/** The answer as text: headers in their order, a line each, as HTTP/1 writes them, then the body. */
export function exchangeHttp2(port: number, request: Http2Request): Promise<RawAnswer> {
  const session = connect(`http://127.0.0.1:${port}`);
  return new Promise<RawAnswer>((resolve) => {
    let text = '';
    const finish = (end: RawAnswer['end']): void => {
      session.destroy();
      resolve({ text, end });
    };
    session.on('error', () => finish('reset'));
    const stream = session.request({ ...request.headers }, { endStream: request.body === undefined });
    stream.setEncoding('latin1').setTimeout(MAX_SILENCE_MS, () => finish('silent'));
    stream.on('headers', (headers) => (text += linesOf(headers)));
    stream.on('response', (headers) => (text += linesOf(headers)));
    stream.on('trailers', (headers) => (text += linesOf(headers)));
    stream.on('data', (chunk: string) => {
      text += chunk;
      if (request.leavesAfter !== undefined && text.includes(request.leavesAfter)) leave(stream, finish);
    });
    stream.on('error', () => finish('reset'));
    stream.on('close', () => finish('closed'));
    if (request.body !== undefined) stream.end(request.body);
  });
}

function leave(stream: ClientHttp2Stream, finish: (end: RawAnswer['end']) => void): void {
  stream.once('close', () => finish('left'));
  stream.close();
}

function linesOf(headers: object): string {
  return `${Object.entries(headers)
    .map(([name, value]) => `\r\n${name}: ${String(value)}`)
    .join('')}\r\n\r\n`;
}
