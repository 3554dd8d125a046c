import { EventEmitter } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { Diagnostics } from '../kernel/index.js';
import { EndpointServer } from './endpoint-server.js';
import { EndpointTable } from './endpoint-table.js';
import { RequestGate, type RequestForward } from './request-gate.js';

describe('RequestGate', () => {
  let diagnostics: Diagnostics;
  let table: EndpointTable;
  let gate: RequestGate;
  let server: Server;

  beforeEach(async () => {
    diagnostics = new Diagnostics(() => undefined);
    table = new EndpointTable(diagnostics);
    table.register({ path: '/metrics', title: 'metrics', answer: () => ({ status: 200, headers: {}, body: 'ours' }) });
    gate = new RequestGate(table, new EndpointServer(diagnostics), diagnostics);
    server = createServer((_, response) => response.end('theirs'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });

  it('answers paths of ours and hands everything else to the application', async () => {
    gate.attach(server);

    const answers = await Promise.all(
      ['/metrics', '/metrics/?a=/x', '/metrics/x', '/', '/orders?p=/metrics'].map((path) => get(path)),
    );

    expect(answers).toEqual(['ours', 'ours', 'theirs', 'theirs', 'theirs']);
    expect([gate.isOwnPath('/metrics'), gate.isOwnPath('/orders')]).toEqual([true, false]);
  });

  it('shows the observer the requests of the application only, with one forward per server', async () => {
    const seen: (string | undefined)[] = [];
    const forwards = new Set<RequestForward>();
    gate.attach(server);
    gate.observeWith((request, response, forward) => {
      seen.push(request.url);
      forwards.add(forward);
      forward(request, response);
    });

    const answers = [await get('/metrics'), await get('/a'), await get('/b')];

    expect(answers).toEqual(['ours', 'theirs', 'theirs']);
    expect([seen, forwards.size]).toEqual([['/a', '/b'], 1]);
  });

  it('forwards again without an observer once it is taken away', async () => {
    gate.attach(server);
    gate.observeWith(() => raise(new Error('must not be asked')));

    gate.observeWith(undefined);

    expect(await get('/a')).toBe('theirs');
    expect(diagnostics.failures.size).toBe(0);
  });

  it('serves the request although the observer throws before it forwards', async () => {
    gate.attach(server);
    gate.observeWith(() => raise(new Error('broken')));

    expect(await get('/a')).toBe('theirs');
    expect([...diagnostics.failures.values()]).toEqual([
      { labels: { handler: 'request observer', phase: 'request' }, value: 1 },
    ]);
  });

  it('forwards once when the observer throws after it forwarded', async () => {
    let served = 0;
    server.prependListener('request', () => served++);
    gate.attach(server);
    gate.observeWith((request, response, forward) => {
      forward(request, response);
      throw new Error('broken');
    });

    expect(await get('/a')).toBe('theirs');
    expect([served, diagnostics.failures.size]).toEqual([1, 1]);
  });

  describe('as a layer on emit', () => {
    const request = { url: '/a', method: 'GET' } as IncomingMessage;
    const response = {} as ServerResponse;

    it('keeps return value, this and arguments of every event', () => {
      const emitter = new EventEmitter();
      const seen: unknown[] = [];
      emitter.on('upgrade', function (this: unknown, ...args: unknown[]) {
        seen.push(this === emitter, ...args);
      });
      gate.attach(emitter);

      const returned = [
        emitter.emit('upgrade', 1, 2, 3),
        emitter.emit('nobody'),
        emitter.emit('request', request, response),
        emitter.on('request', () => undefined).emit('request', request, response),
      ];

      expect(returned).toEqual([true, false, false, true]);
      expect(seen).toEqual([true, 1, 2, 3]);
    });

    it('lets what a listener throws out of emit, as it would without us, and blames no observer', () => {
      const emitter = new EventEmitter().on('request', () => raise(new Error('of the application')));
      gate.attach(emitter);
      gate.observeWith((...[seen, answer, forward]) => forward(seen, answer));

      expect(() => emitter.emit('request', request, response)).toThrow('of the application');
      expect(diagnostics.failures.size).toBe(0);
    });

    it('stands outside a library that wrapped emit before', () => {
      const order: string[] = [];
      const emitter = new EventEmitter().on('request', () => order.push('listener'));
      wrapEmit(emitter, () => order.push('library'));
      gate.attach(emitter);
      gate.observeWith((seen, answer, forward) => (order.push('gate'), forward(seen, answer)));

      emitter.emit('request', request, response);

      expect(order).toEqual(['gate', 'library', 'listener']);
    });

    it('wraps a server once, however often it is attached', () => {
      const emitter = new EventEmitter();
      const observed: unknown[] = [];
      gate.attach(emitter);
      gate.attach(emitter);
      gate.observeWith((seen) => observed.push(seen));

      emitter.emit('request', request, response);

      expect(observed).toHaveLength(1);
    });

    it('leaves the server as it was when it is still outermost', () => {
      const plain = new EventEmitter();
      const wrapped = new EventEmitter();
      wrapEmit(wrapped, () => undefined);
      const before = wrapped.emit;
      gate.attach(plain);
      gate.attach(wrapped);

      gate.detach();

      expect([Object.hasOwn(plain, 'emit'), wrapped.emit === before]).toEqual([false, true]);
    });

    it('only passes on when somebody wrapped emit after it', () => {
      const observed: unknown[] = [];
      const emitter = new EventEmitter().on('request', () => undefined);
      gate.attach(emitter);
      gate.observeWith((seen, answer, forward) => (observed.push(seen), forward(seen, answer)));
      wrapEmit(emitter, () => undefined);
      const theirs = emitter.emit;

      gate.detach();

      expect([emitter.emit('request', request, response), emitter.emit === theirs, observed]).toEqual([true, true, []]);
    });

    it('does not take part when its emit is borrowed for another emitter', () => {
      const other = new EventEmitter();
      const emitter = new EventEmitter();
      const observed: unknown[] = [];
      gate.attach(emitter);
      gate.observeWith((seen) => observed.push(seen));

      const wasHeard = emitter.emit.call(
        other.on('request', () => undefined),
        'request',
        request,
        response,
      );

      expect([wasHeard, observed]).toEqual([true, []]);
    });
  });

  it('stands before further servers that share the listener, from their first request on, and before no others', async () => {
    const [listener] = server.listeners('request') as ((...args: unknown[]) => void)[];
    const [twin, stranger] = [createServer(listener), createServer((_, response) => response.end('a stranger'))];
    await Promise.all([listening(twin), listening(stranger)]);
    // A failing test must not keep the run alive.
    [twin, stranger].forEach((other) => other.unref());
    gate.attach(server);

    const attached = await Promise.all([get('/metrics', twin), get('/metrics', stranger)]);
    gate.detach();
    const detached = await get('/metrics', twin);

    expect([attached, detached]).toEqual([['ours', 'a stranger'], 'theirs']);
    for (const other of [twin, stranger]) {
      other.close();
      other.closeAllConnections();
    }
  });

  it('keeps connections alive until it is told to end that', async () => {
    gate.attach(server);

    const before = await Promise.all(['/a', '/metrics'].map((path) => send(path)));
    gate.endKeepAlive();
    const after = await Promise.all(['/a', '/metrics'].map((path) => send(path)));

    expect([...before, ...after].map(({ headers }) => headers.connection)).toEqual([
      'keep-alive',
      'keep-alive',
      'close',
      'close',
    ]);
  });

  it('sees the requests of an HTTP/2 server too', async () => {
    const observed: unknown[] = [];
    const modern = http2.createServer((_, response) => response.end('theirs'));
    gate.attach(modern);
    gate.endKeepAlive();
    gate.observeWith((request, response, forward) => (observed.push(request.url), forward(request, response)));
    await new Promise<void>((resolve) => modern.listen(0, '127.0.0.1', resolve));
    const session = http2.connect(`http://127.0.0.1:${(modern.address() as AddressInfo).port}`);

    const answers = await Promise.all(['/metrics', '/a'].map((path) => textOf(session.request({ ':path': path }))));

    expect([answers, observed]).toEqual([['ours', 'theirs'], ['/a']]);
    session.close();
    await new Promise((resolve) => modern.close(resolve));
  });

  function send(path: string, to = server): Promise<IncomingMessage> {
    const { port } = to.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      const sent = httpRequest({ port, path, headers: { connection: 'keep-alive' }, agent: false }, resolve);
      sent.on('error', reject).end();
    });
  }

  async function get(path: string, from = server): Promise<string> {
    return textOf(await send(path, from));
  }
});

function listening(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function wrapEmit(emitter: EventEmitter, note: () => void): void {
  const inner = emitter.emit;
  emitter.emit = function (this: EventEmitter, ...args: Parameters<EventEmitter['emit']>): boolean {
    note();
    return inner.apply(this, args);
  };
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

function raise(error: Error): never {
  throw error;
}
