/** How the far end of a connection can fail, as data. */
import { randomFrom } from '../../../test/support/random.js';
import type { Socket } from 'node:net';
import type { RemoteFault } from './faulty-server.js';

const say = (text: string | Buffer) => (socket: Socket) => void socket.end(text);
const status = (line: string, headers = '', body = '') =>
  say(`HTTP/1.1 ${line}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);

export const remoteFaults: readonly RemoteFault[] = [
  { name: 'refuses connections', answer: () => undefined, isGone: true },
  { name: 'resets', answer: (socket) => socket.resetAndDestroy() },
  { name: 'closes without an answer', answer: (socket) => socket.end() },
  { name: 'hangs', answer: () => undefined },
  { isAccepted: true, name: 'resets in the middle of its answer', answer: resetInTheMiddle },
  { isAccepted: true, name: 'drips', answer: drip },
  { name: 'answers garbage', answer: say(garbage()) },
  { name: 'answers in the first bytes of TLS', answer: say(Buffer.from('160303007a0200007603', 'hex')) },
  { isAccepted: true, name: 'answers without end', answer: pour },
  {
    isAccepted: true,
    name: 'answers a text that is no message',
    answer: status('200 OK', 'Content-Type: application/x-protobuf\r\n', '<html>'),
  },
  {
    isAccepted: true,
    isUnreadable: true,
    name: 'claims a compression that it does not have',
    answer: status('200 OK', 'Content-Encoding: gzip\r\n', 'plain'),
  },
  {
    isAccepted: true,
    isCutShort: true,
    name: 'claims a longer answer than it gives',
    answer: say('HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nshort'),
  },
  { name: 'redirects to itself', answer: status('307 Temporary Redirect', 'Location: /\r\n') },
  { name: 'redirects to nowhere', answer: status('301 Moved', 'Location: http://[::bad\r\n') },
  { name: 'says 400', answer: status('400 Bad Request', '', '{"message":"no"}') },
  { name: 'says 401', answer: status('401 Unauthorized') },
  { name: 'says 429 and to come back in a year', answer: status('429 Too Many Requests', 'Retry-After: 31536000\r\n') },
  {
    name: 'says 429 and to come back at nonsense',
    answer: status('429 Too Many Requests', 'Retry-After: -1e400 soon\r\n'),
  },
  { name: 'says 503', answer: status('503 Service Unavailable') },
  { name: 'says 500 at length', answer: status('500 Internal Server Error', '', 'x'.repeat(2_000_000)) },
  { isAccepted: true, name: 'says 299', answer: status('299 Whatever') },
  { name: 'says 100 for ever', answer: continueForEver },
  { name: 'sends huge headers', answer: status('200 OK', `X-Huge: ${'h'.repeat(200_000)}\r\n`) },
  {
    name: 'switches protocols',
    answer: status('101 Switching Protocols', 'Upgrade: nothing\r\nConnection: Upgrade\r\n'),
  },
];

function resetInTheMiddle(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
  setTimeout(() => socket.resetAndDestroy(), 10).unref();
}

function drip(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
  repeat(socket, () => socket.write('.'));
}

function pour(socket: Socket): void {
  socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
  repeat(socket, () => socket.writableLength < 1_000_000 && socket.write(`10000\r\n${'p'.repeat(65_536)}\r\n`));
}

function continueForEver(socket: Socket): void {
  repeat(socket, () => socket.write('HTTP/1.1 100 Continue\r\n\r\n'));
}

function repeat(socket: Socket, act: () => unknown): void {
  const timer = setInterval(act, 5);
  socket.once('close', () => clearInterval(timer));
}

function garbage(): Buffer {
  const random = randomFrom(7);
  return Buffer.from(Array.from({ length: 4_096 }, () => Math.floor(random() * 256)));
}
