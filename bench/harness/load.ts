/**
 * A small HTTP client for load: keep-alive connections on loopback, each sending its next request when the last was answered.
 * It must cost less than any server it loads, so it looks at bytes and makes no strings.
 */
import { connect, type Socket } from 'node:net';

const REQUEST = Buffer.from('GET /hello HTTP/1.1\r\nHost: bench\r\n\r\n');
const STATUS = Buffer.from('HTTP/1.1 200');
const BODY = Buffer.from('{"hello":"world"}');
const MAX_ANSWER_BYTES = 4096;
const TIMEOUT_MS = 30_000;

/** Sends `count` requests over `connections` sockets; gives each one's latency in milliseconds, rejects unless all are 200. */
export async function load(port: number, count: number, connections = 16): Promise<number[]> {
  const share = Math.floor(count / connections);
  const latencies = await Promise.all(Array.from({ length: connections }, () => drive(port, share)));
  return latencies.flat();
}

function drive(port: number, count: number): Promise<number[]> {
  return new Promise((resolve, reject) => {
    const latencies: number[] = [];
    let sentAt = 0;
    const send = (): void => {
      sentAt = performance.now();
      socket.write(REQUEST);
    };
    const socket = connectTo(port, reject, () => {
      latencies.push(performance.now() - sentAt);
      if (latencies.length === count) socket.end(() => resolve(latencies));
      else send();
    });
    send();
  });
}

/** Calls `answered` after each whole answer, `fail` after one that is not what was asked for, or none at all. */
function connectTo(port: number, fail: (error: Error) => void, answered: () => void): Socket {
  const answer = Buffer.alloc(MAX_ANSWER_BYTES);
  let length = 0;
  const failWith = (fact: string): void => {
    fail(new Error(`${fact}: ${answer.toString('latin1', 0, Math.min(length, 80))}`));
    socket.destroy();
  };
  const read = (bytes: number, chunk: Uint8Array): boolean => {
    answer.set(chunk.subarray(0, bytes), length);
    length += bytes;
    if (!isOk(answer)) failWith('unexpected answer');
    else if (isWhole(answer, length)) {
      length = 0;
      answered();
    }
    return true;
  };
  const onread = { buffer: Buffer.alloc(MAX_ANSWER_BYTES), callback: read };
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
  return socket.on('error', fail).setTimeout(TIMEOUT_MS, () => failWith('no whole answer'));
}

function isOk(answer: Buffer): boolean {
  return answer.compare(STATUS, 0, STATUS.length, 0, STATUS.length) === 0;
}

/** The body is always the same and stands at the end. */
function isWhole(answer: Buffer, length: number): boolean {
  return length > BODY.length && answer.compare(BODY, 0, BODY.length, length - BODY.length, length) === 0;
}
