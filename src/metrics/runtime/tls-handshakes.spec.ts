import { EventEmitter } from 'node:events';
import { TLSSocket } from 'node:tls';
import { Diagnostics } from '../../kernel/index.js';
import { registryConfig } from '../../../test/support/registry-config.js';
import { MetricRegistry } from '../metric-registry.js';
import { MetricsService } from '../metrics.service.js';
import { watchHandshakes } from './tls-handshakes.js';

const START = '_start';
const prototype = TLSSocket.prototype as unknown as Record<typeof START, (this: unknown) => void>;
const original = prototype[START];

/** As Node uses a socket: it asks for the handshake, and again once the connection is open. */
class Socket extends EventEmitter {
  connecting = false;
  starts = 0;

  start(): void {
    prototype[START].call(this);
  }
}

beforeEach(() => {
  jest.useFakeTimers();
  prototype[START] = function (this: unknown) {
    (this as Socket).starts++;
  };
});

afterEach(() => {
  jest.useRealTimers();
  prototype[START] = original;
});

function setUp() {
  const registry = new MetricRegistry(registryConfig(), new Diagnostics());
  const metrics = new MetricsService(registry);
  const stop = watchHandshakes(registry);
  return { stop, taken: () => metrics.read('tls_handshake_duration_seconds') };
}

describe('TLS handshakes', () => {
  it('are timed from their start until the connection is secure', () => {
    const { stop, taken } = setUp();
    const socket = new Socket();

    jest.advanceTimersByTime(70_000);
    socket.start();
    jest.advanceTimersByTime(250);
    const before = taken();
    socket.emit('secureConnect');
    jest.advanceTimersByTime(250);
    socket.emit('secureConnect');
    stop();

    expect(before).toMatchObject({ count: 0 });
    expect(taken()).toMatchObject({ count: 1, sum: 0.25 });
    expect(socket.starts).toBe(1);
  });

  it('are timed without the opening of the connection', () => {
    const { stop, taken } = setUp();
    const socket = new Socket();

    socket.connecting = true;
    socket.start();
    jest.advanceTimersByTime(1000);
    socket.connecting = false;
    socket.start();
    jest.advanceTimersByTime(500);
    socket.emit('secureConnect');
    stop();

    expect(taken()).toMatchObject({ count: 1, sum: 0.5 });
    expect(socket.starts).toBe(2);
  });

  it('are left as they were once nobody watches', () => {
    const before = prototype[START];
    const { stop, taken } = setUp();
    const watched = prototype[START];

    stop();
    const socket = new Socket();
    watched.call(socket);
    socket.emit('secureConnect');

    expect(watched).not.toBe(before);
    expect(prototype[START]).toBe(before);
    expect(socket.starts).toBe(1);
    expect(taken()).toMatchObject({ count: 0 });
  });

  it('stay wrapped by whoever wrapped them meanwhile, and are not timed', () => {
    const { stop, taken } = setUp();
    const inner = prototype[START];
    const theirs = function (this: unknown): void {
      inner.call(this);
    };
    prototype[START] = theirs;

    stop();
    const socket = new Socket();
    socket.start();
    socket.emit('secureConnect');

    expect(prototype[START]).toBe(theirs);
    expect(socket.starts).toBe(1);
    expect(taken()).toMatchObject({ count: 0 });
  });
});
