/** Transports told by hand, over a real line protocol: every sample, span and log line compared with what happened. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { createInterface, type Interface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { Controller, Get } from '@nestjs/common';
import { transport, TransportsInstrument, type Transport, type TransportCall } from 'nestjs-observability/instruments';
import { closeApplications, startApplication, type RunningApplication } from '../support/application.js';
import { collectGarbage } from '../support/garbage.js';
import { countsOfFamily } from '../support/samples.js';
import '../support/matchers.js';

/** Answers each line with the same text in capitals. */
const SHOUTER = `
  const lines = require('node:readline').createInterface({ input: process.stdin });
  lines.on('line', (line) => process.stdout.write(line.toUpperCase() + '\\n'));
`;

/** A client of one's own for a line protocol, as an application would write it. */
class LineClient {
  private readonly child: ChildProcessWithoutNullStreams = spawn(process.execPath, ['-e', SHOUTER]);
  private readonly lines: Interface = createInterface({ input: this.child.stdout });

  constructor(private readonly stdio: Transport) {
    stdio.observe(this.child);
  }

  async ask(message: object): Promise<unknown> {
    const call = this.stdio.call('shout');
    try {
      const line = this.stdio.serialize(() => JSON.stringify(message));
      this.child.stdin.write(`${line}\n`);
      call.sent(Buffer.byteLength(line));
      const [answer] = (await once(this.lines, 'line')) as [string];
      call.firstByte();
      call.received(Buffer.byteLength(answer));
      call.end();
      return await this.stdio.deserialize(async () => JSON.parse(answer) as unknown);
    } catch (error) {
      call.fail(error);
      throw error;
    }
  }

  async close(): Promise<void> {
    this.child.stdin.end();
    await once(this.child, 'close');
  }
}

@Controller('shout')
class ShoutController {
  constructor(private readonly transports: TransportsInstrument) {}

  @Get()
  async shout(): Promise<unknown> {
    const client = new LineClient(this.transports.transport('stdio'));
    const answer = await client.ask({ say: 'hello' });
    await client.close();
    return answer;
  }
}

let application: RunningApplication;
let transports: TransportsInstrument;
const servers = new Set<Server>();

beforeEach(async () => {
  // What fetches the page of metrics is an outgoing call of this process too.
  application = await startApplication({
    controllers: [ShoutController],
    observability: { outgoing: { enabled: false } },
  });
  transports = application.app.get(TransportsInstrument);
});

afterEach(async () => {
  for (const server of servers) server.close();
  servers.clear();
  await closeApplications();
});

const samples = () => countsOfFamily(application, /^transport_/);
const misuses = () => countsOfFamily(application, /^observability_instrument_misuses_total/);

describe('a client of a line protocol over stdio', () => {
  it('is measured by its calls, its messages and what it costs to make them', async () => {
    const answer = await application.request('/shout');

    expect(await answer.json()).toEqual({ SAY: 'HELLO' });
    expect(await samples()).toEqual({
      'transport_operations_total{transport="stdio",operation="shout",outcome="ok"}': 1,
      'transport_first_byte_seconds_count{transport="stdio"}': 1,
      'transport_transfer_seconds_count{transport="stdio"}': 1,
      'transport_serialization_seconds_count{transport="stdio",direction="sent"}': 1,
      'transport_serialization_seconds_count{transport="stdio",direction="received"}': 1,
      'transport_body_bytes_total{transport="stdio",direction="sent"}': 15,
      'transport_body_bytes_total{transport="stdio",direction="received"}': 15,
      'transport_message_size_bytes_count{transport="stdio",direction="sent"}': 1,
      'transport_message_size_bytes_count{transport="stdio",direction="received"}': 1,
    });
    await expectMessageBytes('sent', 15);
    await expectMessageBytes('received', 15);
  });

  it('makes each call a part of the request it is made for, and a log line', async () => {
    await application.request('/shout');

    const { recorder } = application;
    await recorder.waitFor(() => recorder.spans.some(({ name }) => name === 'ShoutController.shout'));
    const handler = recorder.spans.find(({ name }) => name === 'ShoutController.shout')!;
    const span = recorder.spans.find(({ name }) => name === 'stdio shout')!;
    expect(span.parentSpanContext?.spanId).toBe(handler.spanContext().spanId);
    expect(span.attributes).toEqual({ 'transport.name': 'stdio', 'transport.operation': 'shout' });
    expect(span.events.map(({ name }) => name)).toEqual(['requestStart', 'responseStart']);
    expect(recorder).toHaveLogged({ target: 'Transport', outcome: 'ok' });
  });
});

describe('a call', () => {
  it('over a connection of its own tells how that was got, and each moment once', async () => {
    const call = transports.transport('tcp').call('get', { attributes: { 'server.address': 'far' } });

    call.connected();
    call.sent(10);
    call.firstByte();
    call.headers();
    for (const bytes of [100, 200]) {
      call.firstByte();
      call.headers();
      call.received(bytes);
    }
    call.end();

    expect(await samples()).toEqual({
      'transport_operations_total{transport="tcp",operation="get",outcome="ok"}': 1,
      'transport_connect_duration_seconds_count{transport="tcp"}': 1,
      'transport_connections_created_total{transport="tcp"}': 1,
      'transport_first_byte_seconds_count{transport="tcp"}': 1,
      'transport_header_duration_seconds_count{transport="tcp"}': 1,
      'transport_transfer_seconds_count{transport="tcp"}': 1,
      'transport_body_bytes_total{transport="tcp",direction="sent"}': 10,
      'transport_body_bytes_total{transport="tcp",direction="received"}': 300,
    });
    expect(application.recorder).toHaveSpan('tcp get', { 'server.address': 'far' });
  });

  it('that fails is counted by the kind of its error, and one that was given up as canceled', async () => {
    const tcp = transports.transport('tcp');

    tcp.call('get').fail(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    tcp.call('get').fail(Object.assign(new Error('late'), { name: 'TimeoutError' }));
    tcp.call('get').fail(new TypeError('no JSON'));
    tcp.call('get').fail('a word');
    tcp.call('get').fail(Object.assign(new Error('enough'), { name: 'AbortError' }));

    expect(await samples()).toEqual({
      'transport_operations_total{transport="tcp",operation="get",outcome="error"}': 4,
      'transport_operations_total{transport="tcp",operation="get",outcome="canceled"}': 1,
      'transport_errors_total{transport="tcp",error_type="ECONNREFUSED"}': 1,
      'transport_errors_total{transport="tcp",error_type="timeout"}': 1,
      'transport_errors_total{transport="tcp",error_type="TypeError"}': 1,
      'transport_errors_total{transport="tcp",error_type="_OTHER"}': 1,
    });
    expect(application.recorder).toHaveSpan('tcp get', { 'error.type': 'ECONNREFUSED' });
  });

  it('counts wrong use and does nothing else', async () => {
    const call: TransportCall = transports.transport('tcp').call('get');
    call.end();
    call.end();
    call.fail(new Error('too late'));
    for (const use of [() => call.sent(1), () => call.received(1), () => call.firstByte(), () => call.headers()]) use();
    call.connected();
    call.reused();

    expect(await samples()).toEqual({ 'transport_operations_total{transport="tcp",operation="get",outcome="ok"}': 1 });
    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="transports",misuse="closed_twice"}': 2,
      'observability_instrument_misuses_total{instrument="transports",misuse="used_after_close"}': 6,
    });
  });

  it('that is forgotten ends as leaked, one that is open when the application stops does not', async () => {
    callAndForget();
    await collectGarbage();

    expect(await samples()).toEqual({
      'transport_operations_total{transport="tcp",operation="forgotten",outcome="canceled"}': 1,
    });
    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="transports",misuse="leaked"}': 1,
    });
    const call = transports.transport('tcp').call('open');
    await application.close();
    expect(call.isEnded).toBe(true);
  }, 60_000);
});

describe('a connection', () => {
  it('is new, or was there, or was not to be had', async () => {
    const tcp = transport('tcp');
    const port = await echoServer();

    const wanted = tcp.connect();
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    wanted.created();
    tcp.connect().reused();
    tcp.connect().reused();
    const refused = tcp.connect();
    const [error] = (await once(connect(1, '127.0.0.1'), 'error').catch((reason: unknown) => [reason])) as [unknown];
    refused.fail(error);
    refused.created();
    socket.destroy();

    expect(await samples()).toEqual({
      'transport_connections_created_total{transport="tcp"}': 1,
      'transport_connect_duration_seconds_count{transport="tcp"}': 1,
      'transport_connections_reused_total{transport="tcp"}': 2,
      'transport_errors_total{transport="tcp",error_type="ECONNREFUSED"}': 1,
    });
    expect(await misuses()).toEqual({
      'observability_instrument_misuses_total{instrument="transports",misuse="closed_twice"}': 1,
    });
  });
});

describe('serialize and deserialize', () => {
  it('give back what the work gives, and time it also when it fails', async () => {
    const stdio = transports.transport('stdio');

    expect(stdio.serialize(() => 'text')).toBe('text');
    await expect(stdio.deserialize(async () => 'later')).resolves.toBe('later');
    expect(() => stdio.deserialize(() => JSON.parse('{') as unknown)).toThrow(SyntaxError);

    expect(await samples()).toEqual({
      'transport_serialization_seconds_count{transport="stdio",direction="sent"}': 1,
      'transport_serialization_seconds_count{transport="stdio",direction="received"}': 2,
    });
  });
});

describe('messages', () => {
  it('are counted by hand where nobody sees them', async () => {
    transports.transport('tcp').messageSent(7);
    transports.transport('tcp').messageReceived(9);

    expect(await samples()).toEqual({
      'transport_message_size_bytes_count{transport="tcp",direction="sent"}': 1,
      'transport_message_size_bytes_count{transport="tcp",direction="received"}': 1,
    });
  });

  it('are the lines that pass, however they are cut into chunks and whatever they are made of', async () => {
    const [readable, writable] = [new PassThrough(), new PassThrough()];
    transports.transport('tcp').observe({ readable, writable });

    for (const part of ['{"a"', ':1}\n{"b":', '2}\n\n']) writable.write(part);
    writable.write('fünf\n');
    writable.write(Buffer.from('c2VjaHMK'), 'utf8');
    writable.end('0a', 'hex');
    readable.push(Buffer.from('one\ntwo'));
    readable.push('\n');

    await expectMessageBytes('sent', 7 + 7 + 0 + 5 + 8, 'tcp');
    await expectMessageBytes('received', 3 + 3, 'tcp');
    expect(await samples()).toEqual({
      'transport_message_size_bytes_count{transport="tcp",direction="sent"}': 5,
      'transport_message_size_bytes_count{transport="tcp",direction="received"}': 2,
    });
  });

  it('pass as they would without being observed, over a socket too', async () => {
    const socket = connect(await echoServer(), '127.0.0.1');
    const tcp = transports.transport('tcp');
    const stop = tcp.observe({ readable: socket, writable: socket });

    expect(tcp.observe({ readable: socket, writable: socket })).toBe(stop);
    expect(socket.readableFlowing).toBeNull();
    socket.write('hello\n');
    const [echo] = (await once(socket, 'data')) as [Buffer];
    expect(echo.toString()).toBe('hello\n');
    stop();
    expect(['push', 'write', 'end'].filter((method) => Object.hasOwn(socket, method))).toEqual([]);
    socket.end('unseen\n');
    await once(socket, 'close');
    await expectMessageBytes('sent', 5, 'tcp');
  });

  it('of streams that are gone are not waited for', async () => {
    const stdio = application.app.get(TransportsInstrument).transport('stdio');
    for (let count = 0; count < 1001; count++) stdio.observe({ readable: new PassThrough().destroy() });
    const open = new PassThrough();
    stdio.observe({ readable: open });
    open.push('line\n');

    await expect(application).toHaveSample(
      'transport_message_size_bytes_count',
      { transport: 'stdio', direction: 'received' },
      1,
    );
  });

  it('of streams that have closed are let go', async () => {
    const socket = connect(await echoServer(), '127.0.0.1');
    transports.transport('tcp').observe({ readable: socket });
    expect(Object.hasOwn(socket, 'push')).toBe(true);

    socket.destroy();
    await once(socket, 'close');

    expect(Object.hasOwn(socket, 'push')).toBe(false);
  });
});

it('names of transports are bounded', async () => {
  for (let index = 0; index < 102; index++) transports.transport(`host-${index}`).call('get').end();

  await expect(application).toHaveSample(
    'transport_operations_total',
    { transport: '_OTHER', operation: 'get', outcome: 'ok' },
    2,
  );
});

function callAndForget(): void {
  transports.transport('tcp').call('forgotten');
}

async function expectMessageBytes(direction: string, bytes: number, name = 'stdio'): Promise<void> {
  const labels = { transport: name, direction };
  await expect(application).toHaveSample('transport_message_size_bytes_sum', labels, bytes);
}

async function echoServer(): Promise<number> {
  const server = createServer((socket: Socket) => socket.pipe(socket));
  servers.add(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
