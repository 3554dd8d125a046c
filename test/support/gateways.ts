/** Gateways on real sockets: one wire for both adapters, so that a test says once what a client does. */
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import type { INestApplication } from '@nestjs/common';
import type { WebSocketAdapter } from '@nestjs/common';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';

export type AdapterName = 'socket.io' | 'ws';
export const adapterNames: readonly AdapterName[] = ['socket.io', 'ws'];

export function gatewayAdapter(name: AdapterName, app: INestApplication): WebSocketAdapter {
  return (name === 'ws' ? new WsAdapter(app) : new IoAdapter(app)) as WebSocketAdapter;
}

/** What came from the server: an event with its data; an acknowledgement is the event `ack`. */
export interface Received {
  readonly event: string;
  readonly data: unknown;
}

/** A client of either kind. */
export interface Client {
  readonly received: readonly Received[];
  /** Over socket.io with an acknowledgement asked for. */
  send(event: string, data?: unknown): void;
  /** The next answer whatever it is. */
  ask(event: string, data?: unknown): Promise<Received>;
  /** Says goodbye. */
  leave(): void;
  /** Goes away without a word. */
  vanish(): void;
}

export interface ClientOptions {
  readonly headers?: Record<string, string>;
  /** socket.io only: `websocket` alone by default. */
  readonly transports?: readonly ('polling' | 'websocket')[];
  readonly namespace?: string;
  readonly path?: string;
}

export function connectClient(name: AdapterName, port: number, options: ClientOptions = {}): Promise<Client> {
  return name === 'ws' ? connectWs(port, options) : connectSocketIo(port, options);
}

async function connectWs(port: number, { headers = {}, path = '/' }: ClientOptions): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
  const inbox = new Inbox();
  socket.on('message', (bytes: Buffer) => inbox.put(JSON.parse(bytes.toString()) as Received));
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const send = (event: string, data?: unknown) => socket.send(JSON.stringify({ event, data }));
  return client(inbox, send, {
    leave: () => socket.close(1000),
    vanish: () => socket.terminate(),
  });
}

async function connectSocketIo(port: number, options: ClientOptions): Promise<Client> {
  const { headers = {}, namespace = '/', transports = ['websocket'] } = options;
  const socket: Socket = io(`http://127.0.0.1:${port}${namespace}`, {
    transports: [...transports],
    forceNew: true,
    reconnection: false,
    extraHeaders: headers,
  });
  const inbox = new Inbox();
  socket.onAny((event: string, data: unknown) => inbox.put({ event, data }));
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
  const acknowledged = (data: unknown) => inbox.put({ event: 'ack', data });
  const send = (event: string, data?: unknown) => void socket.emit(event, data, acknowledged);
  return client(inbox, send, {
    leave: () => socket.disconnect(),
    vanish: () => (socket.io.engine.transport as unknown as { ws: { terminate(): void } }).ws.terminate(),
  });
}

function client(inbox: Inbox, send: Client['send'], ends: Pick<Client, 'leave' | 'vanish'>): Client {
  const ask = (event: string, data?: unknown): Promise<Received> => {
    const answer = inbox.next();
    send(event, data);
    return answer;
  };
  return { received: inbox.received, send, ask, ...ends };
}

class Inbox {
  readonly received: Received[] = [];
  private readonly waiting: ((received: Received) => void)[] = [];

  put(received: Received): void {
    this.received.push(received);
    this.waiting.shift()?.(received);
  }

  next(): Promise<Received> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
