/** An OTLP/HTTP receiver in a process of its own: counts the spans in what it is sent, and the bytes. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { countNested } from './wire-format.js';

export interface Received {
  readonly spans: number;
  readonly bytes: number;
}

/** Answered when so many spans have arrived in all, or with fewer when they do not come. */
export type ReceiverCommand = { readonly spans: number } | 'stop';

const PATIENCE_MS = 5_000;
/** ExportTraceServiceRequest.resource_spans, ResourceSpans.scope_spans, ScopeSpans.spans. */
const SPAN_FIELDS = [1, 2, 2];

const received = { spans: 0, bytes: 0 };

async function receive(request: IncomingMessage): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  received.bytes += body.length;
  received.spans += countNested(body, SPAN_FIELDS);
}

async function once(spans: number): Promise<Received> {
  const startedAtMs = performance.now();
  while (received.spans < spans && performance.now() - startedAtMs < PATIENCE_MS) await delay(1);
  return received;
}

const server = createServer((request, response) => {
  void receive(request).then(() => response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end());
});

process.on('message', (command: ReceiverCommand) => {
  if (command !== 'stop') return void once(command.spans).then((answer) => process.send!(answer));
  server.closeAllConnections();
  server.close(() => process.disconnect());
});

// Its parent may be killed.
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () => {
  process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
