import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { BoundedRequests, RequestTimeout } from './bounded-requests.js';

let server: Server;
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** What a request ends with, where the far end answers so. */
async function endWith(answer: string, timeoutMs = 5_000): Promise<unknown> {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.once('data', () => socket.write(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, method: 'POST', path: '/' };
    const request = new BoundedRequests(timeoutMs).request(options, (response) => resolve(response.statusCode));
    request.once('error', resolve).end('envelope');
  });
}

it('gives the answer', async () => {
  expect(await endWith('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')).toBe(200);
});

it('ends with an error where the far end switches protocols instead of answering', async () => {
  const end = await endWith('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: nothing\r\n\r\n');

  expect(end).toEqual(new Error('the connection ended without an answer'));
});

it('ends in its time where there is no answer', async () => {
  expect(await endWith('', 50)).toEqual(new RequestTimeout('no answer in 50 ms'));
});
