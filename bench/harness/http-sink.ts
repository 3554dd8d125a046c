/** Answers 200 to whatever is sent, as a receiver of telemetry over HTTP would, and hands on each body. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { SpanCount } from './otlp-spans.js';
import { formatFor } from './telemetry-formats.js';

export type OnReceived = (bytes: number, content: SpanCount) => void;

export async function listenForTelemetry(onReceived: OnReceived): Promise<{ server: Server; port: number }> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const format = formatFor(pathOf(request));
    onReceived(body.length, format.count(isCompressed(request) ? gunzipSync(body) : body));
    response.end(format.answer);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

function pathOf({ url }: IncomingMessage): string {
  return url!.split('?')[0]!;
}

function isCompressed({ headers }: IncomingMessage): boolean {
  return headers['content-encoding'] === 'gzip';
}
