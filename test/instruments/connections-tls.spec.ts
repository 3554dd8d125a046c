/** Sockets of a server that speaks TLS: counted when they are encrypted, with the error that they end by. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { connect as connectPlain, type AddressInfo, type Socket } from 'node:net';
import { connect as connectSecure, type TLSSocket } from 'node:tls';
import { EndpointServer, EndpointTable, RequestGate } from '../../src/endpoints/index.js';
import { Diagnostics, OperationPipeline } from '../../src/kernel/index.js';
import { ServerSocketSource } from '../../src/sources/index.js';
import { eventually } from '../support/child-process.js';
import { selfSigned } from '../outgoing/far-side.js';
import { RecordingMeter } from '../outgoing/recording-meter.js';

let server: Server;
let recorded: RecordingMeter;
let source: ServerSocketSource;
let gate: RequestGate;

beforeEach(async () => {
  const diagnostics = new Diagnostics(() => undefined);
  gate = new RequestGate(new EndpointTable(diagnostics), new EndpointServer(diagnostics), diagnostics);
  recorded = new RecordingMeter();
  source = new ServerSocketSource(gate);
  source.attach(new OperationPipeline({ diagnostics }), recorded.meter);
  server = createServer(selfSigned(), (_request, response) => response.end('theirs'));
  gate.attach(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  source.detach();
  gate.detach();
  server.close();
  server.closeAllConnections();
});

it('counts each once', async () => {
  const socket = await secureSocket();
  socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  await once(socket, 'data');

  expect(Object.fromEntries(recorded.sums)).toEqual({ 'connections_total{}': 1, 'connections_active{}': 1 });
  socket.end();
  await ended('ok');
  expect(Object.fromEntries(recorded.sums)).toEqual({ 'connections_total{}': 1, 'connections_active{}': 0 });
});

it('tells a reset', async () => {
  const { port } = server.address() as AddressInfo;
  const plain = connectPlain(port, '127.0.0.1');
  const socket = await secureSocket(plain);
  socket.write('GET / HTTP/1.1\r\nHost: here\r\n\r\n');
  await once(socket, 'data');

  plain.resetAndDestroy();

  await ended('error');
  expect(Object.fromEntries(recorded.sums)).toEqual({
    'connections_total{}': 1,
    'connections_active{}': 0,
    'connection_errors_total{econnreset}': 1,
  });
});

it('counts no handshake that fails', async () => {
  const { port } = server.address() as AddressInfo;
  const failed = once(server, 'tlsClientError');
  const socket = connectPlain(port, '127.0.0.1');
  socket.on('error', () => undefined).write('GET / HTTP/1.1\r\n\r\n');

  await failed;
  expect(Object.fromEntries(recorded.sums)).toEqual({});
  socket.destroy();
});

async function secureSocket(over?: Socket): Promise<TLSSocket> {
  const { port } = server.address() as AddressInfo;
  const way = over === undefined ? { port, host: '127.0.0.1' } : { socket: over };
  const socket = connectSecure({ ...way, rejectUnauthorized: false });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

async function ended(status: string): Promise<void> {
  const series = `connection_duration_seconds{${status}}`;
  await eventually(async () => (recorded.count(series) === 1 ? true : undefined), 3000);
}
