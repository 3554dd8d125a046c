/** A small HTTP client for load: keep-alive connections on loopback, each sending its next request when the last was answered. */
import { connect, type Socket } from 'node:net';

const REQUEST = 'GET /hello HTTP/1.1\r\nHost: bench\r\n\r\n';
const BODY = '{"hello":"world"}';
const CONTENT_LENGTH = /content-length: (\d+)/i;

/** Sends `count` requests over `connections` sockets; gives each one's latency in milliseconds, rejects unless all are 200. */
export async function load(port: number, count: number, connections = 16): Promise<number[]> {
  const share = Math.floor(count / connections);
  const latencies = await Promise.all(Array.from({ length: connections }, () => drive(port, share)));
  return latencies.flat();
}

function drive(port: number, count: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay();
    const latencies: number[] = [];
    let sentAt = 0;
    const send = (): void => {
      sentAt = performance.now();
      socket.write(REQUEST);
    };
    socket.on('error', reject);
    onAnswers(socket, reject, () => {
      latencies.push(performance.now() - sentAt);
      if (latencies.length === count) socket.end(() => resolve(latencies));
      else send();
    });
    send();
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
    if (!pending.startsWith('HTTP/1.1 200') || !pending.endsWith(BODY))
      fail(new Error(`unexpected answer: ${pending.slice(0, 80)}`));
    pending = '';
    answered();
  });
}
