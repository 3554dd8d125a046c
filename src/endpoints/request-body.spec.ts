import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { readBody } from './request-body.js';

const MAX_BYTES = 1000;

describe('readBody', () => {
  let server: Server;
  let bodies: (string | undefined)[];

  beforeEach(async () => {
    bodies = [];
    server = createServer((request, response) => {
      const answer = async (): Promise<void> => {
        bodies.push((await readBody(request, MAX_BYTES))?.toString());
        response.end();
      };
      void answer();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });

  const port = (): number => (server.address() as AddressInfo).port;
  const send = (chunks: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port: port(), method: 'POST' }, (response) => {
        response.resume().once('end', resolve);
      });
      sent.once('error', reject);
      for (const chunk of chunks) sent.write(chunk);
      sent.end();
    });

  it('gives a body up to the last byte allowed, in however many pieces', async () => {
    await send([]);
    await send(['a'.repeat(999), 'b']);

    expect(bodies).toEqual(['', `${'a'.repeat(999)}b`]);
  });

  it('gives nothing of a longer one, whose client is answered all the same', async () => {
    await send(['a'.repeat(MAX_BYTES), 'b']);
    await send(['a'.repeat(1_000_000)]);

    expect(bodies).toEqual([undefined, undefined]);
  });

  it('gives nothing of one that breaks off', async () => {
    const socket = connect(port(), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc', () => socket.destroy());
    while (bodies.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));

    expect(bodies).toEqual([undefined]);
  });
});
