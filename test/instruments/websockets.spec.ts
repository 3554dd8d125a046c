/** A plain `ws` server beside the application, with real clients; and one that gateways use too. */
import { SubscribeMessage, WebSocketGateway, WebSocketServer as GatewayServer } from '@nestjs/websockets';
import { WebSocketsInstrument } from 'nestjs-observability/instruments';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket, WebSocketServer } from 'ws';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { connectionsOf, expectConnections } from '../support/connections.js';
import { connectClient, gatewayAdapter } from '../support/gateways.js';
import { collectGarbage } from '../support/garbage.js';
import { countsOfFamily } from '../support/samples.js';
import '../support/matchers.js';

let application: RunningApplication;
let server: WebSocketServer;

afterEach(closeApplications);

const connections = () => application.recorder.operations.filter(({ kind }) => kind === 'websocket.connection');

interface Client {
  readonly socket: WebSocket;
  readonly received: string[];
}

async function connect(): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const received: string[] = [];
  socket.on('message', (text: Buffer) => received.push(text.toString()));
  await once(socket, 'open');
  await until(() => received.length > 0);
  return { socket, received };
}

async function until(isSo: () => boolean): Promise<void> {
  for (let round = 0; !isSo(); round++) {
    if (round > 500) throw new Error('It did not come to that');
    await wait(10);
  }
}

describe('a WebSocket server that is observed', () => {
  beforeEach(async () => {
    application = await startApplication({});
    server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    server.on('connection', (client) => {
      client.send('welcome');
      client.on('message', (text) => client.send(`you said ${String(text)}`));
    });
  });

  afterEach(async () => {
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });

  it('counts its clients and what is said both ways, and each is a span and a log line', async () => {
    const before = await connect();
    application.app.get(WebSocketsInstrument).observe(server, { path: '/live' });
    application.app.get(WebSocketsInstrument).observe(server);
    const after = await connect();
    after.socket.send('hello');
    before.socket.send('hi');
    await until(() => after.received.length === 2 && before.received.length === 2);

    expect(connectionsOf(application)).toEqual({ connections_active: 2, connections_total: 2 });
    after.socket.close(1000);
    before.socket.terminate();
    await application.recorder.waitFor(() => connections().length === 2);

    await expectConnections(application, {
      connections_active: 0,
      connections_total: 2,
      'connection_duration_seconds{status="ok"}': 1,
      'connection_duration_seconds{status="canceled"}': 1,
    });
    // The first client's welcome was sent before anybody looked.
    expect(await countsOfFamily(application, /^websocket_/)).toEqual({
      websocket_connections_active: 0,
      websocket_messages_received_total: 2,
      websocket_messages_sent_total: 3,
    });
    expect(connections().map(({ name, outcome }) => [name, outcome])).toEqual(
      expect.arrayContaining([
        ['websocket /live', 'ok'],
        ['websocket /live', 'canceled'],
      ]),
    );
    expect(application.recorder.spans.map(({ name }) => name)).toEqual(['websocket /live', 'websocket /live']);
  });

  it('observes nobody new once it is forgotten, and leaves no listener', async () => {
    const observed = application.app.get(WebSocketsInstrument).observe(server);
    observed.forget();
    observed.forget();
    application.app
      .get(WebSocketsInstrument)
      .observe(undefined as never)
      .forget();
    await connect();

    expect(server.listenerCount('connection')).toBe(1);
    await expect(application).toHaveSample('websocket_connections_active', {}, 0);
  });

  it('is not kept when nobody else keeps it', async () => {
    const observe = (): WeakRef<WebSocketServer> => {
      const dropped = new WebSocketServer({ noServer: true });
      application.app.get(WebSocketsInstrument).observe(dropped);
      return new WeakRef(dropped);
    };
    const dropped = observe();

    await collectGarbage();

    expect(dropped.deref()).toBeUndefined();
  }, 60_000);

  it('tells an error without hearing it: one that nobody hears still is thrown', async () => {
    application.app.get(WebSocketsInstrument).observe(server);
    const failed = new Promise<Error>((resolve) => server.once('connection', (client) => client.on('error', resolve)));
    const { socket } = await connect();
    const [served] = server.clients;

    expect(served!.listenerCount('error')).toBe(1);
    const reservedOpcode = Buffer.from([0x83, 0x80, 0, 0, 0, 0]);
    (socket as unknown as { _socket: Socket })['_socket'].write(reservedOpcode);
    await failed;
    await application.recorder.waitFor(() => connections().length === 1);

    expect(connections()).toMatchObject([{ outcome: 'error', attributes: { 'error.type': 'ws_err_invalid_opcode' } }]);
    await expect(application).toHaveSample('connection_errors_total', { error_type: 'ws_err_invalid_opcode' }, 1);
  });

  it('ends its connections with the application', async () => {
    application.app.get(WebSocketsInstrument).observe(server);
    await connect();

    await application.close();

    expect(connections().map(({ outcome }) => outcome)).toEqual(['canceled']);
    expect(server.listenerCount('connection')).toBe(1);
  });
});

@WebSocketGateway()
class EchoGateway {
  @GatewayServer()
  server!: WebSocketServer;

  @SubscribeMessage('say')
  say(): unknown {
    return { event: 'said', data: 1 };
  }
}

it('counts a client of a gateway once, whoever met it first', async () => {
  application = await startApplication({
    providers: [EchoGateway],
    configure: (app) => app.useWebSocketAdapter(gatewayAdapter('ws', app)),
  });
  ({ server } = application.app.get(EchoGateway));
  application.app.get(WebSocketsInstrument).observe(server);
  const client = await connectClient('ws', application.port);

  await client.ask('say');

  expect(await countsOfFamily(application, /^websocket_/)).toEqual({
    websocket_connections_active: 1,
    websocket_messages_received_total: 1,
    websocket_messages_sent_total: 1,
    'websocket_message_duration_seconds_count{gateway="EchoGateway",event="say"}': 1,
  });
  client.leave();
  await application.recorder.waitFor(() => connections().length === 1);
});
