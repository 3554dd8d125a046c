/** Real sockets of real servers, and connections told by hand: every sample compared with what happened. */
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Controller, Get } from '@nestjs/common';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { ConnectionsInstrument } from 'nestjs-observability/instruments';
import { closeApplications, platforms, startApplication, type RunningApplication } from '../support/application.js';
import { connectionsOf, expectConnections } from '../support/connections.js';
import { freePort } from '../support/free-port.js';
import { collectGarbage } from '../support/garbage.js';
import { adapterNames, connectClient, gatewayAdapter, type AdapterName } from '../support/gateways.js';
import { resolveLocalhostTo } from '../support/localhost.js';
import { countsOfFamily } from '../support/samples.js';
import '../support/matchers.js';

@Controller()
class PlainController {
  @Get()
  index(): string {
    return 'plain';
  }
}

@Controller('line')
class LineController {
  constructor(private readonly connections: ConnectionsInstrument) {}

  @Get()
  open(): string {
    this.connections.open({ protocol: 'modbus', peer: '10.0.0.7' }).close();
    return 'opened';
  }
}

@WebSocketGateway()
class EchoGateway {
  @SubscribeMessage('echo')
  echo(): unknown {
    return { event: 'echo', data: 1 };
  }
}

const sockets = new Set<Socket>();

afterEach(async () => {
  jest.restoreAllMocks();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  await closeApplications();
});

async function open({ port }: RunningApplication, host = '127.0.0.1'): Promise<Socket> {
  const socket = connect(port, host);
  sockets.add(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket): Promise<string> {
  socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
}

describe.each(platforms)('on %s a socket of the server', (platform) => {
  const start = () => startApplication({ platform, controllers: [PlainController] });

  it('is one connection, however many requests it carries', async () => {
    const application = await start();
    const [first, second] = [await open(application), await open(application)];
    for (let index = 0; index < 3; index++) expect(await ask(first!)).toMatch(/^HTTP\/1.1 200/);
    await ask(second!);

    await expectConnections(application, { connections_total: 2, connections_active: 2 });
    first!.end();

    await expectConnections(application, {
      connections_total: 2,
      connections_active: 1,
      'connection_duration_seconds{status="ok"}': 1,
    });
    expect(application.recorder.operations.map(({ kind }) => kind)).not.toContain('connection');
  });

  it('that is reset has ended with an error', async () => {
    const application = await start();
    const socket = await open(application);
    await ask(socket);

    socket.resetAndDestroy();

    await expectConnections(application, {
      connections_total: 1,
      connections_active: 0,
      'connection_duration_seconds{status="error"}': 1,
      'connection_errors_total{error_type="econnreset"}': 1,
    });
  });

  it('that closes without a word was a connection too', async () => {
    const application = await start();

    (await open(application)).end();

    await expectConnections(application, {
      connections_total: 1,
      connections_active: 0,
      'connection_duration_seconds{status="ok"}': 1,
    });
  });

  it('that the stopping application cuts ends as canceled', async () => {
    const application = await start();
    await ask(await open(application));

    await application.close();

    await expectConnections(application, {
      connections_total: 1,
      connections_active: 0,
      'connection_duration_seconds{status="canceled"}': 1,
    });
  });

  it('is not counted where metrics are off, and is left alone', async () => {
    const application = await startApplication({
      platform,
      controllers: [PlainController],
      observability: { metrics: { enabled: false } },
    });
    const accepted = once(application.app.getHttpServer(), 'connection') as Promise<[Socket]>;
    await ask(await open(application));

    const [socket] = await accepted;
    expect(socket.listeners('close').map(({ name }) => name)).not.toContain('closed');
  });

  it('that the application itself has upgraded stays one connection', async () => {
    const application = await start();
    application.app.getHttpServer().on('upgrade', (_request: IncomingMessage, upgraded: Socket) => {
      upgraded.write('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: own\r\n\r\n');
      upgraded.on('end', () => upgraded.end());
    });
    const socket = await open(application);
    socket.write('GET / HTTP/1.1\r\nHost: here\r\nConnection: upgrade\r\nUpgrade: own\r\n\r\n');
    await once(socket, 'data');

    await expectConnections(application, { connections_total: 1, connections_active: 1 });
    socket.end();
    await expectConnections(application, {
      connections_total: 1,
      connections_active: 0,
      'connection_duration_seconds{status="ok"}': 1,
    });
  });

  describe.each(adapterNames)('that has become a WebSocket of %s', (adapter: AdapterName) => {
    const startGateway = () =>
      startApplication({
        platform,
        providers: [EchoGateway],
        configure: (app) => app.useWebSocketAdapter(gatewayAdapter(adapter, app)),
      });

    it('is one connection, which its goodbye ends well', async () => {
      const application = await startGateway();
      const client = await connectClient(adapter, application.port);
      await client.ask('echo');

      await expectConnections(application, { connections_total: 1, connections_active: 1 });
      client.leave();

      await expectConnections(application, {
        connections_total: 1,
        connections_active: 0,
        'connection_duration_seconds{status="ok"}': 1,
      });
    });

    it('ends as its gateway has it when it vanishes', async () => {
      const application = await startGateway();
      const client = await connectClient(adapter, application.port);
      await client.ask('echo');

      client.vanish();

      // A WebSocket that says nothing is gone; socket.io takes any close of its transport for a goodbye.
      const status = adapter === 'ws' ? 'canceled' : 'ok';
      await expectConnections(application, {
        connections_total: 1,
        connections_active: 0,
        [`connection_duration_seconds{status="${status}"}`]: 1,
      });
    });

    it('ends as canceled with the application', async () => {
      const application = await startGateway();
      const client = await connectClient(adapter, application.port);
      await client.ask('echo');

      await application.close();

      await expectConnections(application, {
        connections_total: 1,
        connections_active: 0,
        'connection_duration_seconds{status="canceled"}': 1,
      });
    });
  });
});

describe('a client of a gateway', () => {
  it('that polls first and is upgraded later is as many connections as it has sockets', async () => {
    const application = await startApplication({
      providers: [EchoGateway],
      configure: (app) => app.useWebSocketAdapter(gatewayAdapter('socket.io', app)),
    });
    const server = application.app.getHttpServer() as Server;
    let accepted = 0;
    server.on('connection', () => (accepted += 1));
    const upgraded = once(server, 'upgrade');
    const client = await connectClient('socket.io', application.port, { transports: ['polling', 'websocket'] });
    await client.ask('echo');
    await upgraded;
    client.leave();

    await application.recorder.waitFor(() => {
      server.closeIdleConnections();
      return connectionsOf(application)['connections_active'] === 0;
    });
    expect(accepted).toBeGreaterThan(1);
    await expectConnections(application, {
      connections_total: accepted,
      connections_active: 0,
      'connection_duration_seconds{status="ok"}': accepted,
    });
  });

  it('on a server of its own is counted as itself', async () => {
    const port = await freePort();

    @WebSocketGateway(port)
    class ApartGateway {
      @SubscribeMessage('echo')
      echo(): unknown {
        return { event: 'echo', data: 1 };
      }
    }
    const application = await startApplication({
      providers: [ApartGateway],
      configure: (app) => app.useWebSocketAdapter(gatewayAdapter('ws', app)),
    });
    const client = await connectClient('ws', port);
    await client.ask('echo');

    await expectConnections(application, { connections_total: 1, connections_active: 1 });
    client.vanish();
    await expectConnections(application, {
      connections_total: 1,
      connections_active: 0,
      'connection_duration_seconds{status="canceled"}': 1,
    });
  });
});

it('Each server that Fastify opens for localhost counts its sockets, from the first one on', async () => {
  const addresses = ['127.0.0.1', '127.0.0.2'];
  resolveLocalhostTo(addresses);
  const application = await startApplication({
    platform: 'fastify',
    controllers: [PlainController],
    host: 'localhost',
  });

  for (const address of addresses) await ask(await open(application, address));

  await expectConnections(application, { connections_total: 2, connections_active: 2 });
});

describe('a connection told by hand', () => {
  let application: RunningApplication;
  let connections: ConnectionsInstrument;

  beforeEach(async () => {
    // Sockets of the server are not what these are about.
    application = await startApplication({
      controllers: [LineController],
      observability: { http: { enabled: false } },
    });
    connections = application.app.get(ConnectionsInstrument);
  });

  it('is counted while it is open, and by how it ended', async () => {
    const [first, second, third] = [1, 2, 3].map(() => connections.open({ protocol: 'modbus' }));

    await expectConnections(application, { connections_total: 3, connections_active: 3 });
    expect(connections.openCount).toBe(3);
    first!.close();
    second!.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    third!.fail(new TypeError('no frame'));

    await expectConnections(application, {
      connections_total: 3,
      connections_active: 0,
      'connection_duration_seconds{status="ok"}': 1,
      'connection_duration_seconds{status="error"}': 2,
      'connection_errors_total{error_type="econnreset"}': 1,
      'connection_errors_total{error_type="TypeError"}': 1,
    });
  });

  it('is a trace of its own, linked to what opened it, and one log line', async () => {
    await application.close();
    application = await startApplication({ controllers: [LineController] });
    await application.request('/line');

    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'LineController.open'));
    const handler = recorder.spans.find(({ name }) => name === 'LineController.open')!;
    const span = recorder.spans.find(({ name }) => name === 'connection modbus')!;
    expect(span.parentSpanContext).toBeUndefined();
    expect(span.links.map(({ context }) => context.spanId)).toEqual([handler.spanContext().spanId]);
    expect(span.attributes).toEqual({ 'network.protocol.name': 'modbus', 'network.peer.address': '10.0.0.7' });
    expect(recorder).toHaveLogged({ target: 'Connection', outcome: 'ok' });
  });

  it('counts wrong use and does nothing else', async () => {
    const connection = connections.open({ protocol: 'modbus' });
    connection.close();
    connection.close();
    connection.annotate({ late: true });

    await expectConnections(application, {
      connections_total: 1,
      connections_active: 0,
      'connection_duration_seconds{status="ok"}': 1,
    });
    expect(await misuses()).toEqual({ closed_twice: 1, used_after_close: 1 });
  });

  it('ends as leaked when its handle is collected, and is canceled', async () => {
    openAndForget();
    await collectGarbage();

    await expectConnections(application, {
      connections_total: 1,
      connections_active: 0,
      'connection_duration_seconds{status="canceled"}': 1,
    });
    expect(await misuses()).toEqual({ leaked: 1 });
  }, 60_000);

  it('ends with the application, which is no leak', async () => {
    const connection = connections.open({ protocol: 'modbus' });

    await application.close();

    expect(connection.isEnded).toBe(true);
    expect(application.recorder.operations.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['connection', 'canceled'],
    ]);
  });

  async function misuses(): Promise<Record<string, number>> {
    const found = await countsOfFamily(application, /^observability_instrument_misuses_total/);
    const entries = Object.entries(found).map(([series, count]) => [/misuse="(\w+)"/.exec(series)![1]!, count]);
    return Object.fromEntries(entries) as Record<string, number>;
  }

  function openAndForget(): void {
    connections.open({ protocol: 'modbus' });
  }
});
