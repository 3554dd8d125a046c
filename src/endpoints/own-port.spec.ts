import { createServer, get as httpGet, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Diagnostics } from '../kernel/index.js';
import { EndpointServer } from './endpoint-server.js';
import { EndpointTable } from './endpoint-table.js';
import { OwnPortServer } from './own-port.js';

describe('OwnPortServer', () => {
  const diagnostics = new Diagnostics(() => undefined);
  const table = new EndpointTable(diagnostics);
  let isStreaming = false;
  let own: OwnPortServer;

  beforeAll(() => {
    table.register({ path: '/metrics', title: 'metrics', answer: () => ({ status: 200, headers: {}, body: 'ours' }) });
    table.register({ path: '/slow', title: 'slow', answer: () => ({ status: 200, headers: {}, body: never() }) });
  });

  beforeEach(() => (own = serverOn(0)));
  afterEach(() => own.close());

  it('serves the table on its own address, and 404 elsewhere', async () => {
    await own.listen();

    const answers = await Promise.all([get('/metrics'), get('/metrics/?a=1'), get('/orders')]);

    expect(answers).toEqual([
      [200, 'ours'],
      [200, 'ours'],
      [404, '{"error":"Not Found"}'],
    ]);
  });

  it('says how to solve a port that is taken, and can be closed nevertheless', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const second = serverOn(port);

    await expect(second.listen()).rejects.toThrow(
      `OBS_ERR_PORT_TAKEN  metrics.port and metrics.host name an address that cannot be opened (EADDRINUSE); ` +
        `got 127.0.0.1:${port}. Fix: stop the process that has the port, set METRICS_PORT to another, ` +
        `or remove it to serve from the application.`,
    );

    await second.close();
    await new Promise((resolve) => other.close(resolve));
  });

  it('closes at once, although clients are connected and one is still reading', async () => {
    await own.listen();
    const reader = httpGet({ port: own.port, path: '/slow' }).on('error', () => undefined);
    await new Promise((resolve) => reader.once('response', resolve));
    const isBroken = new Promise((resolve) => reader.once('close', resolve));
    expect(isStreaming).toBe(true);

    await own.close();

    await isBroken;
    expect(own.port).toBeUndefined();
  });

  it('does not keep a process alive', async () => {
    await own.listen();

    const handles = process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap');

    expect(handles).toEqual([]);
  });

  function serverOn(port: number): OwnPortServer {
    return new OwnPortServer({ host: '127.0.0.1', port }, table, new EndpointServer(diagnostics));
  }

  async function get(path: string): Promise<[number, string]> {
    const response = await new Promise<IncomingMessage>((resolve) => httpGet({ port: own.port, path }, resolve));
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return [response.statusCode!, text];
  }

  async function* never(): AsyncGenerator<string> {
    isStreaming = true;
    yield 'a beginning';
    await new Promise(() => undefined);
  }
});
