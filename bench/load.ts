/** A small HTTP client for load: keep-alive connections on loopback, each sending its next request when the last was answered. */
import { connect, type Socket } from 'node:net';

const REQUEST = 'GET /hello HTTP/1.1\r\nHost: bench\r\n\r\n';
const CONTENT_LENGTH = /content-length: (\d+)/i;

/** Sends `count` requests over `connections` sockets; rejects on the first answer that is not 200. */
export async function load(port: number, count: number, connections = 16): Promise<void> {
  const share = Math.floor(count / connections);
  await Promise.all(Array.from({ length: connections }, () => drive(port, share)));
}

function drive(port: number, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let answered = 0;
    socket.on('error', reject);
    onAnswers(socket, reject, () => {
      if (++answered === count) socket.end(resolve);
      else socket.write(REQUEST);
    });
    socket.write(REQUEST);
  });
}

function onAnswers(socket: Socket, fail: (error: Error) => void, answered: () => void): void {
  let pending = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    pending += text;
    const head = pending.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(CONTENT_LENGTH.exec(pending.slice(0, head))?.[1]);
    if (pending.length < head + 4 + length) return;
    if (!pending.startsWith('HTTP/1.1 200')) fail(new Error(`unexpected answer: ${pending.slice(0, 80)}`));
    pending = '';
    answered();
  });
}
