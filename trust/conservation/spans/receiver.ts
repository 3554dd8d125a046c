/** A receiver of spans over either protocol that takes, refuses or ignores what comes, as it is told, and counts what it took. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import {
  decodeExport,
  encodePartialSuccess,
  receivedSpans,
  startOtlpServer,
} from '../../../test/support/otlp-server.js';

/** `partial`: all of a batch but for one span. */
export type ReceiverMode = 'ok' | 'error' | 'hang' | 'partial';
export type Protocol = 'grpc' | 'http/protobuf';

export interface SpanReceiver {
  readonly endpoint: string;
  /** Spans that it has taken. */
  readonly taken: number;
  /** Exports that came, whatever became of them. */
  readonly arrived: number;
  /** What it can be told. */
  readonly modes: readonly ReceiverMode[];
  setMode(mode: ReceiverMode): void;
  stop(): Promise<void>;
}

export function startReceiver(protocol: Protocol): Promise<SpanReceiver> {
  return protocol === 'grpc' ? startGrpcReceiver() : startHttpReceiver();
}

async function startGrpcReceiver(): Promise<SpanReceiver> {
  const server = await startOtlpServer();
  return {
    endpoint: server.endpoint,
    modes: ['ok', 'error', 'hang'],
    get taken() {
      return server.spans.length;
    },
    get arrived() {
      return server.exports;
    },
    setMode: (mode) => server.setMode(mode),
    stop: () => server.stop(),
  };
}

async function startHttpReceiver(): Promise<SpanReceiver> {
  const desk = new HttpDesk();
  const server = createServer((request, response) => void desk.answer(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    modes: ['ok', 'error', 'hang', 'partial'],
    get taken() {
      return desk.taken;
    },
    get arrived() {
      return desk.arrived;
    },
    setMode: (mode) => void (desk.mode = mode),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

class HttpDesk {
  mode: ReceiverMode = 'ok';
  taken = 0;
  arrived = 0;

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { length } = receivedSpans(decodeExport(await buffer(request)));
    this.arrived++;
    if (this.mode === 'hang') return;
    if (this.mode === 'error') return void response.writeHead(400).end();
    const isPartial = this.mode === 'partial';
    this.taken += isPartial ? length - 1 : length;
    response.end(isPartial ? encodePartialSuccess() : undefined);
  }
}
