import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { watchHead } from './answer-head.js';
import { HttpExchange } from './http-exchange.js';
import { RouteNames } from './route-names.js';

let server: Server;
let answer: (response: ServerResponse) => void;
let exchange: HttpExchange;

beforeAll(async () => {
  server = createServer((incoming, response) => {
    exchange = new HttpExchange(incoming, response, '/', 'off', new RouteNames('/').of('GET'));
    exchange.addedHeaders = { 'x-request-id': 'r-1' };
    exchange.writeHead = watchHead(response);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Names and values as sent, but for those of the connection. */
async function headOf(answered: (response: ServerResponse) => void): Promise<string[]> {
  answer = answered;
  const { port } = server.address() as AddressInfo;
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ port, host: '127.0.0.1' }, resolve).on('error', reject).end();
  });
  incoming.resume();
  await new Promise((resolve) => incoming.on('close', resolve));
  const lines = incoming.rawHeaders.flatMap((name, index, all) =>
    index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
  );
  return lines.filter((line) => !/^(date|connection|keep-alive|transfer-encoding)/i.test(line)).toSorted();
}

describe('an added header', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['end alone', (response) => response.end('hello')],
    ['headers set one by one', (response) => response.setHeader('content-length', 5).end('hello')],
    ['headers handed to writeHead', (response) => response.writeHead(200, { 'content-length': '5' }).end('hello')],
    ['a message and headers', (response) => response.writeHead(200, 'Fine', { 'content-length': 5 }).end('hello')],
    ['a flat list of headers', (response) => response.writeHead(200, ['content-length', '5']).end('hello')],
    [
      'headers of both kinds',
      (response) => {
        response.setHeader('content-length', 4);
        response.writeHead(200, { 'content-length': 5 }).end('hello');
      },
    ],
  ])('is sent beside %s', async (_title, answered) => {
    expect(await headOf(answered)).toEqual(expect.arrayContaining(['x-request-id: r-1']));
    expect((await headOf(answered)).map((line) => line.toLowerCase())).toEqual([
      'content-length: 5',
      'x-request-id: r-1',
    ]);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['set before', (response) => response.setHeader('X-Request-Id', 'mine').end()],
    ['handed to writeHead', (response) => response.writeHead(204, { 'X-Request-Id': 'mine' }).end()],
    [
      'handed over after another was set',
      (response) => response.setHeader('a', 'b').writeHead(204, { 'X-Request-Id': 'mine' }).end(),
    ],
  ])("gives way to the application's own, %s", async (_title, answered) => {
    const head = await headOf(answered);

    expect(head.filter((line) => /^x-request-id/i.test(line))).toEqual(['X-Request-Id: mine']);
  });

  it("leaves the application's object as it is", async () => {
    const headers = Object.freeze({ 'content-length': '0' });

    await headOf((response) => response.writeHead(200, headers).end());

    expect(headers).toEqual({ 'content-length': '0' });
  });

  it('changes nothing about a head that is written twice', async () => {
    let thrown: unknown;
    await headOf((response) => {
      response.writeHead(200).write('x');
      try {
        response.writeHead(500);
      } catch (error) {
        thrown = error;
      }
      response.end();
    });

    expect(thrown).toMatchObject({ code: 'ERR_HTTP_HEADERS_SENT' });
  });
});

describe('the size of a body', () => {
  it.each<[string, number, (response: ServerResponse) => void]>([
    ['declared', 5, (response) => response.end('hello')],
    // Each chunk brings its size and two line ends, the last one has no data.
    ['streamed', 5 + 5 + 5, (response) => (response.write('hello'), response.end())],
    ['none', 0, (response) => response.writeHead(204).end()],
  ])('is known when it is %s', async (_title, bytes, answered) => {
    await headOf(answered);

    expect(exchange.responseBytes).toBe(bytes);
  });
});
