/** A collector for tests that takes OTLP traces over HTTP with protobuf. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { decodeExport, encodePartialSuccess, receivedSpans, type ReceivedSpan } from './otlp-server.js';

export interface OtlpHttpServer {
  /** `http://127.0.0.1:<port>/v1/traces` */
  readonly endpoint: string;
  /** Spans that were accepted, in order of arrival. */
  readonly spans: readonly ReceivedSpan[];
  /** Headers of each export. */
  readonly headers: readonly IncomingHttpHeaders[];
  stop(): Promise<void>;
}

/** `partial`: accepted, but for one span that was refused. */
export async function startOtlpHttpServer(mode: 'ok' | 'error' | 'partial' = 'ok'): Promise<OtlpHttpServer> {
  const [spans, headers]: [ReceivedSpan[], IncomingHttpHeaders[]] = [[], []];
  const server = createServer(async (request, response) => {
    headers.push(request.headers);
    const body = await buffer(request);
    if (mode === 'error') return response.writeHead(400).end();
    const isCompressed = request.headers['content-encoding'] === 'gzip';
    spans.push(...receivedSpans(decodeExport(isCompressed ? gunzipSync(body) : body)));
    return response.end(mode === 'partial' ? encodePartialSuccess() : undefined);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`,
    spans,
    headers,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
